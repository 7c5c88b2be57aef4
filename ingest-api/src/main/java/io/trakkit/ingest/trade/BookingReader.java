package io.trakkit.ingest.trade;

import io.trakkit.access.Caller;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.Activity;
import io.trakkit.domain.trade.ActivityAmendment;
import io.trakkit.domain.trade.Amendment;
import io.trakkit.domain.trade.Booking;
import io.trakkit.domain.trade.BookingKind;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.ingest.database.DatabaseUnavailableException;
import io.trakkit.ingest.keys.UsedKeys;
import io.trakkit.ingest.portfolio.KnownPortfolios;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.json.Fields;
import io.trakkit.wire.json.Readers;
import io.trakkit.wire.trade.ActivityFields;
import io.trakkit.wire.trade.Stated;
import io.trakkit.wire.trade.TradeFields;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Reads trades, activities and their amendments from requests, and reports all errors at once. */
@Component
public final class BookingReader {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final KnownPortfolios portfolios;
    private final Conversions conversions;
    private final TradeSettings settings;

    BookingReader(KnownPortfolios portfolios, Conversions conversions, TradeSettings settings) {
        this.portfolios = portfolios;
        this.conversions = conversions;
        this.settings = settings;
    }

    /**
     * A trade or an activity as it was posted, its conversion fixed.
     *
     * @param executedAtDefaulted whether the caller left the time of execution out
     * @param portfolioAsText whether the caller wrote the portfolio's id as a text, and gets it back as one
     */
    public record Posted(Booking booking, boolean executedAtDefaulted, boolean portfolioAsText) {

        /** The event that creates it. */
        public TradeEvent.Creation event(UUID eventId, ClientId client, Instant receivedAt) {
            return switch (booking) {
                case Trade trade -> new TradeEvent.Created(eventId, client, receivedAt, trade, executedAtDefaulted);
                case Activity activity ->
                    new TradeEvent.ActivityCreated(eventId, client, receivedAt, activity, executedAtDefaulted);
            };
        }
    }

    /** Finds the portfolios of users. */
    @FunctionalInterface
    public interface Owners {

        /**
         * The currency of a portfolio; empty unless it exists and is the user's.
         *
         * @throws DatabaseUnavailableException if that is not known here and can't be asked
         */
        Optional<CurrencyCode> currencyOf(ClientId client, UserId user, PortfolioId portfolio);
    }

    /**
     * Reads a trade or an activity.
     *
     * @param generated makes a ref_id where the caller gives none
     * @throws ProblemException if a field is missing or wrong, the portfolio is not the user's, or the database is needed and
     *     unavailable
     */
    Posted read(BookingKind kind, ObjectNode body, Caller caller, Instant receivedAt, Supplier<RefId> generated) {
        return read(
                kind,
                body,
                caller.client().orElseThrow(),
                receivedAt,
                Optional.of(generated),
                visibleTo(caller, portfolios::currencyOf),
                false);
    }

    /**
     * Reads one of many records: one with a {@code type} is an activity, others are trades.
     *
     * @param generated makes a ref_id where the caller gives none; empty if it must give one
     * @param owners asked for the portfolio, which must be the record's user's
     * @throws ProblemException if a field is missing or wrong, the portfolio is not the user's, or the database is needed and
     *     unavailable
     */
    public Posted readRecord(
            ObjectNode body, ClientId client, Instant receivedAt, Optional<Supplier<RefId>> generated, Owners owners) {
        BookingKind kind = body.has(ActivityFields.TYPE) ? BookingKind.ACTIVITY : BookingKind.TRADE;
        return read(kind, body, client, receivedAt, generated, owners, true);
    }

    private Posted read(
            BookingKind kind,
            ObjectNode body,
            ClientId client,
            Instant receivedAt,
            Optional<Supplier<RefId>> generated,
            Owners owners,
            boolean isOneOfMany) {
        Fields fields = Fields.of(body);
        Stated<? extends Booking> stated = switch (kind) {
            case TRADE ->
                TradeFields.read(
                        fields, () -> refId(fields, generated), () -> executedAtOr(fields, receivedAt, receivedAt));
            case ACTIVITY ->
                ActivityFields.read(
                        fields, () -> refId(fields, generated), () -> executedAtOr(fields, receivedAt, receivedAt));
        };
        fields.noOthers();
        CurrencyCode own = currencyOf(fields, owners, client);
        if (stated == null || own == null || !fields.ok()) {
            throw ProblemException.invalid(fields.errors());
        }
        Instant executedAt = stated.executedAt().orElseThrow();
        Optional<Conversion> conversion =
                conversions.ofCreation(fields, stated.currency(), own, executedAt, isOneOfMany);
        return new Posted(
                stated.with(conversion),
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

    private @Nullable Instant executedAtOr(Fields fields, Instant receivedAt, @Nullable Instant otherwise) {
        String name = TradeFields.EXECUTED_AT.name();
        return fields.has(name)
                ? fields.required(name, Readers.TIME.map(time -> settings.executedAt(time, receivedAt)))
                : otherwise;
    }

    private static ProblemException ownerUnknown(PortfolioId portfolio) {
        return ProblemException.unavailable(
                "Cannot check the owner of portfolio " + portfolio + ": the database is unavailable. Retry in "
                        + RETRY_AFTER.toSeconds() + " s",
                RETRY_AFTER);
    }

    /** What a caller may post to: for a key that is bound to a user, other users own nothing. */
    public static Owners visibleTo(Caller caller, Owners owners) {
        return (client, user, portfolio) ->
                caller.mayActFor(user) ? owners.currencyOf(client, user, portfolio) : Optional.empty();
    }

    /**
     * The currency of the record's portfolio; null if there is an error. The same answer for a portfolio that is missing and for
     * another user's: who asks learns nothing of it.
     */
    private static @Nullable CurrencyCode currencyOf(Fields fields, Owners owners, ClientId client) {
        UserId user = TradeFields.peek(fields, TradeFields.USER_ID);
        PortfolioId portfolio = TradeFields.peek(fields, TradeFields.PORTFOLIO);
        if (user == null || portfolio == null) {
            return null;
        }
        try {
            Optional<CurrencyCode> currency = owners.currencyOf(client, user, portfolio);
            if (currency.isEmpty()) {
                fields.error(TradeFields.PORTFOLIO.name(), "does not exist or does not belong to this user");
            }
            return currency.orElse(null);
        } catch (DatabaseUnavailableException _) {
            if (fields.ok()) {
                throw ownerUnknown(portfolio);
            }
            return null;
        }
    }

    /** The amendment of a trade, read before it is known which trade that is. */
    record StatedAmendment(Fields fields, Stated<Amendment> stated) {}

    /**
     * Reads an amendment of a trade.
     *
     * @param whole whether all that every trade has and that can be amended must be there, not only some of it
     * @throws ProblemException if anything is wrong, or anything else is to be amended
     */
    StatedAmendment readAmendment(ObjectNode body, boolean whole, Instant receivedAt) {
        Fields fields = Fields.of(body);
        Stated<Amendment> stated =
                TradeFields.readAmendment(fields, whole, () -> executedAtOr(fields, receivedAt, null), () -> {
                    TradeFields.refuseNotAmendable(fields);
                    fields.noOthers();
                });
        if (stated == null) {
            throw ProblemException.invalid(fields.errors());
        }
        return new StatedAmendment(fields, stated);
    }

    /**
     * Fixes the conversion of an amendment of that trade.
     *
     * @param first what was fixed for the first request with the same Idempotency-Key
     * @throws ProblemException if its currency or its rate is wrong, or the database is needed and unavailable
     */
    Change fixed(StatedAmendment amendment, ClientId client, Booking trade, Optional<UsedKeys.Fixed> first) {
        return new Change.OfTrade(fixed(amendment.fields(), amendment.stated(), client, trade, first));
    }

    /**
     * Reads an amendment of that activity.
     *
     * @param whole as for a trade
     * @param first as for a trade
     * @throws ProblemException if anything is wrong, anything else is to be amended, or the database is needed and unavailable
     */
    Change readAmendment(
            ObjectNode body,
            boolean whole,
            Instant receivedAt,
            ClientId client,
            Activity activity,
            Optional<UsedKeys.Fixed> first) {
        Fields fields = Fields.of(body);
        Stated<ActivityAmendment> stated = ActivityFields.readAmendment(
                fields, activity.type(), whole, () -> executedAtOr(fields, receivedAt, null));
        if (stated == null) {
            throw ProblemException.invalid(fields.errors());
        }
        ActivityAmendment amendment = fixed(fields, stated, client, activity, first);
        boolean hasRatio = amendment.ratio().isPresent()
                || (amendment.volume().isEmpty() && activity.terms().ratio().isPresent());
        if (amendment.whole().orElse(false) && !hasRatio) {
            fields.error(
                    ActivityFields.WHOLE,
                    "must be left out: it drops the fractions of a ratio, and the bonus has a volume");
            throw ProblemException.invalid(fields.errors());
        }
        if (fields.check(() -> activity.amended(amendment)) == null) {
            throw ProblemException.invalid(fields.errors());
        }
        return new Change.OfActivity(amendment);
    }

    private <T> T fixed(
            Fields fields, Stated<T> stated, ClientId client, Booking booking, Optional<UsedKeys.Fixed> first) {
        if (!Conversions.mayChange(stated)) {
            return stated.with(Optional.empty());
        }
        return stated.with(first.map(UsedKeys.Fixed::conversion)
                .filter(fixed -> Conversions.isRepeated(stated, fixed))
                .orElseGet(() -> conversions.ofAmendment(fields, stated, () -> currencyOf(client, booking), booking)));
    }

    private CurrencyCode currencyOf(ClientId client, Booking booking) {
        try {
            return portfolios
                    .currencyOf(client, booking.user(), booking.portfolio())
                    .orElseThrow(() -> new IllegalStateException("Portfolio " + booking.portfolio() + " is gone"));
        } catch (DatabaseUnavailableException _) {
            throw ProblemException.unavailable(
                    "Cannot look up the currency of portfolio " + booking.portfolio()
                            + ": the database is unavailable. Retry in " + RETRY_AFTER.toSeconds() + " s",
                    RETRY_AFTER);
        }
    }
}
