package io.trakkit.ingest.trade;

import io.trakkit.access.Caller;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.Amendment;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.Trade;
import io.trakkit.ingest.database.DatabaseUnavailableException;
import io.trakkit.ingest.portfolio.KnownPortfolios;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.json.Fields;
import io.trakkit.wire.json.Readers;
import io.trakkit.wire.trade.TradeFields;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Reads trades and amendments from requests, and reports all errors at once. */
@Component
public final class TradeReader {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final KnownPortfolios portfolios;
    private final TradeSettings settings;

    TradeReader(KnownPortfolios portfolios, TradeSettings settings) {
        this.portfolios = portfolios;
        this.settings = settings;
    }

    /**
     * A trade as it was posted.
     *
     * @param executedAtDefaulted whether the caller left the time of execution out
     * @param portfolioAsText whether the caller wrote the portfolio's id as a text, and gets it back as one
     */
    public record Posted(Trade trade, boolean executedAtDefaulted, boolean portfolioAsText) {}

    /** Finds the owner of a portfolio. */
    @FunctionalInterface
    public interface Owners {

        /**
         * Whether the portfolio exists and is the user's.
         *
         * @throws DatabaseUnavailableException if that is not known here and can't be asked
         */
        boolean owns(ClientId client, UserId user, PortfolioId portfolio);
    }

    /**
     * Reads a trade.
     *
     * @param generated makes a ref_id where the caller gives none
     * @throws ProblemException if a field is missing or wrong, the portfolio is not the user's, or its owner cannot be checked
     */
    Posted readTrade(ObjectNode body, Caller caller, Instant receivedAt, Supplier<RefId> generated) {
        return readTrade(
                body,
                caller.client().orElseThrow(),
                receivedAt,
                Optional.of(generated),
                visibleTo(caller, portfolios::owns));
    }

    /**
     * Reads a trade.
     *
     * @param generated makes a ref_id where the caller gives none; empty if it must give one
     * @param owners asked for the portfolio's owner, who must be the trade's user
     * @throws ProblemException if a field is missing or wrong, the portfolio is not the user's, or its owner cannot be checked
     */
    public Posted readTrade(
            ObjectNode body, ClientId client, Instant receivedAt, Optional<Supplier<RefId>> generated, Owners owners) {
        Fields fields = Fields.of(body);
        Trade trade = TradeFields.read(fields, () -> refId(fields, generated), () -> executedAt(fields, receivedAt));
        fields.noOthers();
        checkOwner(fields, owners, client);
        if (trade == null || !fields.ok()) {
            throw ProblemException.invalid(fields.errors());
        }
        return new Posted(
                trade,
                !fields.has(TradeFields.EXECUTED_AT.name()),
                body.path(TradeFields.PORTFOLIO.name()).isString());
    }

    private static @Nullable RefId refId(Fields fields, Optional<Supplier<RefId>> generated) {
        if (fields.has(TradeFields.REF_ID.name())) {
            return TradeFields.required(fields, TradeFields.REF_ID);
        }
        if (generated.isEmpty()) {
            fields.error(TradeFields.REF_ID.name(), TradeFields.NO_REF_ID);
            return null;
        }
        return generated.get().get();
    }

    private @Nullable Instant executedAt(Fields fields, Instant receivedAt) {
        String name = TradeFields.EXECUTED_AT.name();
        return fields.has(name)
                ? fields.required(name, Readers.TIME.map(time -> settings.executedAt(time, receivedAt)))
                : receivedAt;
    }

    private static ProblemException ownerUnknown(PortfolioId portfolio) {
        return ProblemException.unavailable(
                "Cannot check the owner of portfolio " + portfolio + ": the database is unavailable. Retry in "
                        + RETRY_AFTER.toSeconds() + " s",
                RETRY_AFTER);
    }

    /** What a caller may post to: for a key that is bound to a user, other users own nothing. */
    public static Owners visibleTo(Caller caller, Owners owners) {
        return (client, user, portfolio) -> caller.mayActFor(user) && owners.owns(client, user, portfolio);
    }

    /** The same answer for a portfolio that is missing and for another user's: who asks learns nothing of it. */
    private static void checkOwner(Fields fields, Owners owners, ClientId client) {
        UserId user = TradeFields.peek(fields, TradeFields.USER_ID);
        PortfolioId portfolio = TradeFields.peek(fields, TradeFields.PORTFOLIO);
        if (user == null || portfolio == null) {
            return;
        }
        try {
            if (!owners.owns(client, user, portfolio)) {
                fields.error(TradeFields.PORTFOLIO.name(), "does not exist or does not belong to this user");
            }
        } catch (DatabaseUnavailableException _) {
            if (fields.ok()) {
                throw ownerUnknown(portfolio);
            }
        }
    }

    /**
     * Reads an amendment.
     *
     * @param whole whether all that can be amended must be there, not only some of it
     * @throws ProblemException if anything is wrong, or anything else is to be amended
     */
    Amendment readAmendment(ObjectNode body, boolean whole) {
        Fields fields = Fields.of(body);
        Amendment amendment = TradeFields.readAmendment(fields, whole, () -> {
            TradeFields.refuseNotAmendable(fields);
            fields.noOthers();
        });
        if (amendment == null) {
            throw ProblemException.invalid(fields.errors());
        }
        return amendment;
    }
}
