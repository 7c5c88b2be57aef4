package io.trakkit.ingest.trade;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.Amendment;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.ingest.database.DatabaseUnavailableException;
import io.trakkit.ingest.portfolio.KnownPortfolios;
import io.trakkit.wire.http.BodyReader;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.json.DomainReaders;
import io.trakkit.wire.json.Fields;
import io.trakkit.wire.json.Reader;
import io.trakkit.wire.json.Readers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Reads trades and amendments from requests, and reports all errors at once. */
@Component
public final class TradeReader {

    /** The message for a missing ref_id that cannot be generated. */
    public static final String NO_REF_ID = "is missing, and there is no Idempotency-Key to make one of";

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private static final List<String> FIXED =
            List.of("ref_id", "user_id", "portfolio", "trade_type", "security_type", "ticker", "executed_at");

    private static final Reader<Object> NOT_TO_BE_AMENDED = _ -> {
        throw new InvalidValueException("can't be amended; only volume, amount and status can");
    };

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
     * @param body what should be a JSON object
     * @param generated makes a ref_id where the caller gives none
     * @throws ProblemException if anything is wrong, the portfolio included; or if whose it is can't be found out
     */
    Posted readTrade(byte[] body, ClientId client, Instant receivedAt, Supplier<RefId> generated) {
        PlainTrade plain = PlainJson.read(body);
        return plain == null
                ? readTrade(BodyReader.object(body), client, receivedAt, Optional.of(generated), portfolios::owns)
                : readTrade(plain, client, receivedAt, Optional.of(generated), portfolios::owns);
    }

    /**
     * Reads a trade.
     *
     * @param generated makes a ref_id where the caller gives none; empty if it must give one
     * @param owners asked for the portfolio's owner, who must be the trade's user
     * @throws ProblemException if anything is wrong, the portfolio included; or if whose it is can't be found out
     */
    public Posted readTrade(
            ObjectNode body, ClientId client, Instant receivedAt, Optional<Supplier<RefId>> generated, Owners owners) {
        Fields fields = Fields.of(body);
        RefId given = fields.optional("ref_id", DomainReaders.REF_ID);
        if (generated.isEmpty() && !fields.has("ref_id")) {
            fields.error("ref_id", NO_REF_ID);
        }
        UserId user = fields.required("user_id", DomainReaders.USER_ID);
        PortfolioId portfolio = fields.required("portfolio", DomainReaders.PORTFOLIO_ID);
        var side = fields.required("trade_type", DomainReaders.SIDE);
        var securityType = fields.required("security_type", DomainReaders.SECURITY_TYPE);
        var ticker = fields.required("ticker", DomainReaders.TICKER);
        var volume = fields.required("volume", DomainReaders.VOLUME);
        var price = fields.required("amount", DomainReaders.PRICE);
        var status = fields.required("status", DomainReaders.STATUS);
        Instant executedAt =
                fields.optional("executed_at", Readers.TIME.map(time -> settings.executedAt(time, receivedAt)));
        fields.noOthers();
        checkOwner(fields, owners, client, user, portfolio);
        if (user == null
                || portfolio == null
                || side == null
                || securityType == null
                || ticker == null
                || volume == null
                || price == null
                || status == null
                || !fields.ok()) {
            throw ProblemException.invalid(fields.errors());
        }
        Trade trade = new Trade(
                given == null ? generated.orElseThrow().get() : given,
                user,
                portfolio,
                side,
                securityType,
                ticker,
                volume,
                price,
                status,
                executedAt == null ? receivedAt : executedAt);
        return new Posted(trade, executedAt == null, body.path("portfolio").isString());
    }

    /**
     * Reads a trade as {@link #readTrade(ObjectNode, ClientId, Instant, Optional, Owners)} does, without a tree as long as
     * nothing is wrong.
     */
    public Posted readTrade(
            PlainTrade plain, ClientId client, Instant receivedAt, Optional<Supplier<RefId>> generated, Owners owners) {
        Trade trade = plain.trade(receivedAt, generated);
        if (trade == null
                || !settings.allows(trade.executedAt(), receivedAt)
                || !owns(owners, client, trade.user(), trade.portfolio())) {
            return readTrade(plain.tree(), client, receivedAt, generated, owners);
        }
        return new Posted(trade, !plain.has(PlainTrade.Field.EXECUTED_AT), !plain.isNumber(PlainTrade.Field.PORTFOLIO));
    }

    private static boolean owns(Owners owners, ClientId client, UserId user, PortfolioId portfolio) {
        try {
            return owners.owns(client, user, portfolio);
        } catch (DatabaseUnavailableException _) {
            throw ownerUnknown(portfolio);
        }
    }

    private static ProblemException ownerUnknown(PortfolioId portfolio) {
        return ProblemException.unavailable(
                "Cannot check the owner of portfolio " + portfolio + ": the database is unavailable. Retry in "
                        + RETRY_AFTER.toSeconds() + " s",
                RETRY_AFTER);
    }

    /** The same answer for a portfolio that is missing and for another user's: who asks learns nothing of it. */
    private static void checkOwner(
            Fields fields, Owners owners, ClientId client, @Nullable UserId user, @Nullable PortfolioId portfolio) {
        if (user == null || portfolio == null) {
            return;
        }
        try {
            if (!owners.owns(client, user, portfolio)) {
                fields.error("portfolio", "does not exist or does not belong to this user");
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
        var volume = whole
                ? fields.required("volume", DomainReaders.VOLUME)
                : fields.optional("volume", DomainReaders.VOLUME);
        var price =
                whole ? fields.required("amount", DomainReaders.PRICE) : fields.optional("amount", DomainReaders.PRICE);
        var status = whole
                ? fields.required("status", DomainReaders.STATUS)
                : fields.optional("status", DomainReaders.STATUS);
        FIXED.forEach(name -> fields.optional(name, NOT_TO_BE_AMENDED));
        fields.noOthers();
        Amendment amendment = fields.ok()
                ? fields.check(() -> new Amendment(
                        Optional.ofNullable(volume), Optional.ofNullable(price), Optional.ofNullable(status)))
                : null;
        if (amendment == null) {
            throw ProblemException.invalid(fields.errors());
        }
        return amendment;
    }
}
