package io.trakkit.worker.projection.rebuild;

import io.trakkit.store.deadletters.DeadLetter;
import java.util.function.Consumer;

/** Ends a replay if an applied record would be refused now. */
public final class RefusalGuard implements Consumer<DeadLetter> {

    @Override
    public void accept(DeadLetter refused) {
        throw new DivergenceException(refused);
    }
}
