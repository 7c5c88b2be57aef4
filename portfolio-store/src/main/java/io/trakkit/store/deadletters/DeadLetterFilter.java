package io.trakkit.store.deadletters;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.value.Ticker;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Selects dead letters; an empty criterion matches all.
 *
 * @param client the client that the record names
 * @param from the earliest time of their records
 * @param to the latest time of their records
 */
public record DeadLetterFilter(
        Optional<ClientId> client,
        Optional<DeadLetterReason> reason,
        Optional<PortfolioId> portfolio,
        Optional<Ticker> ticker,
        Optional<Instant> from,
        Optional<Instant> to) {

    /** A filter that matches all dead letters. */
    public static final DeadLetterFilter ALL = new DeadLetterFilter(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** A filter that matches all dead letters of a client. */
    public static DeadLetterFilter all(ClientId client) {
        return new DeadLetterFilter(
                Optional.of(client),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Contains only the given criteria, so that the planner can use an index for them. */
    String conditions() {
        return (client.isPresent() ? "d.client_id = :client" : "true")
                + (reason.isPresent() ? " AND d.reason = :reason" : "")
                + (portfolio.isPresent() ? " AND d.portfolio_id = :portfolio" : "")
                + (ticker.isPresent() ? " AND d.ticker = :ticker" : "")
                + (from.isPresent() ? " AND d.logged_at >= :from" : "")
                + (to.isPresent() ? " AND d.logged_at <= :to" : "");
    }

    Map<String, Object> values() {
        Map<String, Object> values = new HashMap<>();
        client.ifPresent(wanted -> values.put("client", wanted.value()));
        reason.ifPresent(wanted -> values.put("reason", wanted.wireName()));
        portfolio.ifPresent(wanted -> values.put("portfolio", wanted.value()));
        ticker.ifPresent(wanted -> values.put("ticker", wanted.value()));
        from.ifPresent(wanted -> values.put("from", wanted.atOffset(ZoneOffset.UTC)));
        to.ifPresent(wanted -> values.put("to", wanted.atOffset(ZoneOffset.UTC)));
        return values;
    }
}
