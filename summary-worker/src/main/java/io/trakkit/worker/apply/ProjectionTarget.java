package io.trakkit.worker.apply;

import io.trakkit.store.deadletters.DeadLetter;
import io.trakkit.store.postgres.RoundTrip;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** The read model that batches are applied to. */
public interface ProjectionTarget {

    /** The generation that batches write to; empty: the live one, whichever that is. */
    OptionalInt generation();

    /**
     * Begins the transaction of a batch, with the first statements that are sent.
     *
     * @return the generation that the batch writes to, once they have been sent; that fails with a {@link
     *     WrongFoldVersionException} if another version of the fold made that generation
     */
    Supplier<Integer> open(RoundTrip first);

    /**
     * Stores the new dead letters of a batch, in the order of the log, within its transaction. A rebuild must not write to the
     * table of the live read model, but skips the records that this table holds.
     */
    void storeDeadLetters(List<DeadLetter> deadLetters);

    /**
     * Called when the table lacks a portfolio; the caller looks it up again afterwards.
     *
     * @throws UncertainPortfoliosException if the table is behind the log
     */
    default void requireCompletePortfolios() {}
}
