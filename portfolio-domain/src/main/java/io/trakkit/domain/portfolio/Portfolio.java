package io.trakkit.domain.portfolio;

import java.time.Instant;

/** A named collection of positions that belongs to one user. Times have at most six fraction digits. */
public record Portfolio(
        ClientId client, PortfolioId id, UserId user, PortfolioName name, Instant createdAt, Instant updatedAt) {

    /** The same portfolio under another name from that time on. */
    public Portfolio renamed(PortfolioName newName, Instant at) {
        return new Portfolio(client, id, user, newName, createdAt, at);
    }
}
