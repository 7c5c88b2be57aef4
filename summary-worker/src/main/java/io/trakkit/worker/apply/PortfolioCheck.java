package io.trakkit.worker.apply;

/** Called before a trade is refused for an unknown portfolio, because a dead letter is final. */
@FunctionalInterface
public interface PortfolioCheck {

    /**
     * Checks that the table holds every portfolio that the log holds now.
     *
     * @throws UncertainPortfoliosException if it does not, or if that is not known
     */
    void requireComplete();
}
