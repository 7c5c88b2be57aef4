package io.trakkit.query;

import io.trakkit.access.Caller;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.store.query.PortfolioPages;
import io.trakkit.wire.http.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;

/** The portfolios that a caller may see: those of its client and, if its key is bound to a user, of that user. */
public final class VisiblePortfolios {

    private final PortfolioPages portfolios;

    VisiblePortfolios(PortfolioPages portfolios) {
        this.portfolios = portfolios;
    }

    /**
     * The portfolio of a path.
     *
     * @throws ProblemException 404 if there is none that the caller may see: the same answer in all cases
     */
    public Portfolio find(HttpServletRequest request, String id) {
        Caller caller = Caller.of(request);
        return portfolios
                .find(Caller.clientOf(request), PathValue.portfolio(id))
                .filter(portfolio -> caller.mayActFor(portfolio.user()))
                .orElseThrow(() -> PathValue.noPortfolio(id));
    }
}
