package io.trakkit.worker.apply;

import io.trakkit.store.deadletters.DeadLetter;
import java.util.List;

/** The read model that batches are applied to. */
public interface ProjectionTarget {

    /**
     * Prepares the rest of a batch's transaction.
     *
     * @return the generation that it writes into
     * @throws WrongFoldVersionException if that was made by another version of the fold
     */
    int open();

    /** Takes those records of the batch that can never be applied, in the order of the log, within its transaction. */
    void refuse(List<DeadLetter> letters);

    /**
     * Called before records are refused for a portfolio that is not in the table, which is looked at again afterwards.
     *
     * @throws UncertainPortfoliosException if the table is behind the log
     */
    default void requireCompletePortfolios() {}
}
