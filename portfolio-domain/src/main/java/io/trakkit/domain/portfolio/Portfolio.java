package io.trakkit.domain.portfolio;

import io.trakkit.domain.value.CurrencyCode;
import java.time.Instant;
import java.util.Optional;

/**
 * A named collection of positions that belongs to one user. Times have at most six fraction digits.
 *
 * @param currency of its costs and gains, fixed when it is created; empty: a portfolio of an earlier version, which has the
 *     currency of its client
 * @param allowShort whether more can be sold than is held, fixed when it is created
 */
public record Portfolio(
        ClientId client,
        PortfolioId id,
        UserId user,
        PortfolioName name,
        Optional<CurrencyCode> currency,
        boolean allowShort,
        Instant createdAt,
        Instant updatedAt) {

    /** The same portfolio under another name from that time on. */
    public Portfolio renamed(PortfolioName newName, Instant at) {
        return new Portfolio(client, id, user, newName, currency, allowShort, createdAt, at);
    }
}
