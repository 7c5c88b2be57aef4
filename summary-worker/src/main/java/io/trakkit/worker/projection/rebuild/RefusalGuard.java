package io.trakkit.worker.projection.rebuild;

import io.trakkit.store.deadletters.DeadLetter;
import java.util.function.Consumer;

/** For a replay that must not go on when a record that counts would be refused now. */
public final class RefusalGuard implements Consumer<DeadLetter> {

    @Override
    public void accept(DeadLetter refused) {
        throw new DivergenceException(refused);
    }
}
