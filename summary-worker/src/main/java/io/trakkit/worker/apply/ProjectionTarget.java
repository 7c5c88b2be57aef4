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

    /** Stores the dead letters of a batch, in the order of the log, within its transaction. */
    void refuse(List<DeadLetter> deadLetters);

    /**
     * Called when the table lacks a portfolio, which is looked up again afterwards.
     *
     * @throws UncertainPortfoliosException if the table is behind the log
     */
    default void requireCompletePortfolios() {}
}
