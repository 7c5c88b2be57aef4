package io.trakkit.worker.apply;

import io.trakkit.store.deadletters.DeadLetter;
import java.util.List;

/** The read model that batches are applied to. */
public interface ProjectionTarget {

    /**
     * Begins the transaction of a batch.
     *
     * @return the generation that the batch writes to
     * @throws WrongFoldVersionException if another version of the fold made that generation
     */
    int open();

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
