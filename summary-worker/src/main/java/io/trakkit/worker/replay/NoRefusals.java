package io.trakkit.worker.replay;

import io.trakkit.store.DeadLetter;
import java.util.function.Consumer;

/** For a replay that must not go on when a record that counts would be refused now. */
final class NoRefusals implements Consumer<DeadLetter> {

    @Override
    public void accept(DeadLetter refused) {
        throw new DivergenceException(refused);
    }
}
