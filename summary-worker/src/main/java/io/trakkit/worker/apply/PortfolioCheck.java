package io.trakkit.worker.apply;

/** Asked before a trade is refused because there is no such portfolio: that verdict is for ever. */
@FunctionalInterface
public interface PortfolioCheck {

    /**
     * Makes sure that the table holds every portfolio that the log knows at this moment.
     *
     * @throws UncertainPortfoliosException if it does not, or if that cannot be told
     */
    void requireComplete();
}
