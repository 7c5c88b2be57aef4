package io.trakkit.domain.event;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.trade.Activity;
import io.trakkit.domain.trade.ActivityAmendment;
import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.Amendment;
import io.trakkit.domain.trade.Booking;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Money;
import io.trakkit.domain.value.Times;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** An event about the trades and activities of one key. Two events with the same id are one event. */
public sealed interface TradeEvent {

    /** The identity of the event, unique per client. */
    UUID eventId();

    ClientId client();

    /** When the event was received, to the microsecond. Every time in the read model comes from here. */
    Instant occurredAt();

    /** The key whose trades and activities the event is about. */
    PositionKey key();

    /** The type of the event. */
    default EventType type() {
        return switch (this) {
            case Created _ -> EventType.TRADE_CREATED;
            case Amended _ -> EventType.TRADE_AMENDED;
            case ActivityCreated _ -> EventType.ACTIVITY_CREATED;
            case ActivityAmended _ -> EventType.ACTIVITY_AMENDED;
            case RecalculationRequested _ -> EventType.SUMMARY_RECALCULATION_REQUESTED;
        };
    }

    /** The trade or activity that the event is about; empty where it is about all of its key. */
    default Optional<RefId> subject() {
        return switch (this) {
            case Created created -> Optional.of(created.trade().refId());
            case Amended amended -> Optional.of(amended.refId());
            case ActivityCreated created -> Optional.of(created.activity().refId());
            case ActivityAmended amended -> Optional.of(amended.refId());
            case RecalculationRequested _ -> Optional.empty();
        };
    }

    /** The currency and the rate that the event sets; empty where it sets none. */
    default Optional<Conversion> conversion() {
        return switch (this) {
            case Created created -> created.trade().conversion();
            case Amended amended -> amended.amendment().conversion();
            case ActivityCreated created -> created.activity().conversion();
            case ActivityAmended amended -> amended.amendment().conversion();
            case RecalculationRequested _ -> Optional.empty();
        };
    }

    /**
     * The fingerprint of what the caller sent: equal for two events with the same content, regardless of when they
     * were received.
     */
    default Fingerprint fingerprint() {
        return fingerprint(conversion());
    }

    /** The fingerprint of the same event with another conversion. */
    Fingerprint fingerprint(Optional<Conversion> conversion);

    /** The fingerprint of the same event by a caller who gives the rate. */
    default Fingerprint fingerprintWithRate() {
        return fingerprint(conversion().map(now -> new Conversion(now.currency(), now.rate(), false)));
    }

    /** The fingerprint of the same event by a caller who leaves the rate out. */
    default Fingerprint fingerprintWithoutRate() {
        return fingerprint(conversion().map(now -> new Conversion(now.currency(), now.rate(), true)));
    }

    /**
     * Whether another event has the same content. A rate that one caller gives and that was looked up for the other is the
     * same if it is equal. If it was looked up for both, it need not be equal: the first one is fixed.
     */
    default boolean hasContentOf(TradeEvent other) {
        return fingerprint().equals(other.fingerprint())
                || fingerprintWithRate().equals(other.fingerprintWithRate());
    }

    /** The new trade or activity of a creation; empty for other events. */
    default Optional<Booking> booking() {
        return this instanceof Creation creation ? Optional.of(creation.booked()) : Optional.empty();
    }

    /** A broker posted a trade or an activity. */
    sealed interface Creation extends TradeEvent permits Created, ActivityCreated {

        /** What was posted. */
        default Booking booked() {
            return switch (this) {
                case Created created -> created.trade();
                case ActivityCreated created -> created.activity();
            };
        }

        /** Whether the caller left the time of execution out, so that it is the time of receipt. */
        boolean executedAtDefaulted();
    }

    private static Optional<Money> unlessZero(Money money) {
        return money.isZero() ? Optional.empty() : Optional.of(money);
    }

    private static void checkOwner(ClientId client, PositionKey key) {
        if (!key.client().equals(client)) {
            throw new IllegalArgumentException("An event of " + client + " cannot be about " + key);
        }
    }

    /**
     * A broker posted a trade.
     *
     * @param executedAtDefaulted whether the caller left the time of execution out, so that it is the time of receipt
     */
    record Created(UUID eventId, ClientId client, Instant occurredAt, Trade trade, boolean executedAtDefaulted)
            implements Creation {

        /** @throws InvalidValueException if a time is out of its span or finer than a microsecond */
        public Created {
            Times.checked(occurredAt);
            Times.executedAt(trade.executedAt(), occurredAt);
        }

        @Override
        public PositionKey key() {
            return new PositionKey(client, trade.portfolio(), trade.ticker());
        }

        @Override
        public Fingerprint fingerprint(Optional<Conversion> conversion) {
            return Fingerprint.of(
                    "created",
                    trade.refId(),
                    trade.user(),
                    trade.portfolio(),
                    trade.side().code(),
                    trade.securityType().wireName(),
                    trade.ticker(),
                    trade.volume(),
                    trade.price(),
                    trade.status().wireName(),
                    executedAtDefaulted ? "" : Times.text(trade.executedAt()),
                    Fingerprint.optional("isin", trade.isin()),
                    Fingerprint.optional("fee", unlessZero(trade.charges().fee())),
                    Fingerprint.optional("tax", unlessZero(trade.charges().tax())),
                    Fingerprint.currency(conversion),
                    Fingerprint.rate(conversion));
        }
    }

    /**
     * A broker amended a trade. The last amendment in the log wins.
     *
     * @param key the key of the amended trade
     * @param expectedVersion the version that the trade must have for the amendment to count; empty: any
     */
    record Amended(
            UUID eventId,
            ClientId client,
            Instant occurredAt,
            PositionKey key,
            RefId refId,
            Amendment amendment,
            OptionalLong expectedVersion)
            implements TradeEvent {

        /**
         * @throws InvalidValueException if the time is out of its span or finer than a microsecond
         * @throws IllegalArgumentException if the key is another client's
         */
        public Amended {
            Times.checked(occurredAt);
            checkOwner(client, key);
            amendment.executedAt().ifPresent(time -> Times.executedAt(time, occurredAt));
        }

        @Override
        public Fingerprint fingerprint(Optional<Conversion> conversion) {
            return Fingerprint.of(
                    "amended",
                    refId,
                    key.logKey(),
                    amendment.volume().map(Object::toString).orElse(""),
                    amendment.price().map(Object::toString).orElse(""),
                    amendment.status().map(TradeStatus::wireName).orElse(""),
                    expectedVersion.isPresent() ? expectedVersion.getAsLong() : "",
                    Fingerprint.optional("isin", amendment.isin()),
                    Fingerprint.optional("fee", amendment.fee()),
                    Fingerprint.optional("tax", amendment.tax()),
                    Fingerprint.currency(conversion),
                    Fingerprint.rate(conversion),
                    Fingerprint.optional("executed_at", amendment.executedAt().map(Times::text)));
        }
    }

    /**
     * A broker posted an activity.
     *
     * @param executedAtDefaulted whether the caller left the time out, so that it is the time of receipt
     */
    record ActivityCreated(
            UUID eventId, ClientId client, Instant occurredAt, Activity activity, boolean executedAtDefaulted)
            implements Creation {

        /** @throws InvalidValueException if a time is out of its span or finer than a microsecond */
        public ActivityCreated {
            Times.checked(occurredAt);
            Times.executedAt(activity.executedAt(), occurredAt);
        }

        @Override
        public PositionKey key() {
            return new PositionKey(client, activity.portfolio(), activity.keyTicker());
        }

        @Override
        public Fingerprint fingerprint(Optional<Conversion> conversion) {
            ActivityTerms terms = activity.terms();
            return Fingerprint.of(
                    "activity",
                    activity.refId(),
                    activity.user(),
                    activity.portfolio(),
                    activity.keyTicker(),
                    terms.type().wireName(),
                    activity.status().wireName(),
                    executedAtDefaulted ? "" : Times.text(activity.executedAt()),
                    Fingerprint.optional("volume", terms.volume()),
                    Fingerprint.optional("total", terms.total().map(BigDecimal::toPlainString)),
                    Fingerprint.optional("per_unit", terms.perUnit().map(BigDecimal::toPlainString)),
                    Fingerprint.optional("ratio", terms.ratio()),
                    Fingerprint.optional("whole", terms.whole() ? Optional.of(true) : Optional.empty()),
                    Fingerprint.optional("tax", unlessZero(activity.tax())),
                    Fingerprint.currency(conversion),
                    Fingerprint.rate(conversion));
        }
    }

    /**
     * A broker amended an activity. The last amendment in the log wins.
     *
     * @param key the key of the amended activity
     * @param expectedVersion the version that the activity must have for the amendment to count; empty: any
     */
    record ActivityAmended(
            UUID eventId,
            ClientId client,
            Instant occurredAt,
            PositionKey key,
            RefId refId,
            ActivityAmendment amendment,
            OptionalLong expectedVersion)
            implements TradeEvent {

        /**
         * @throws InvalidValueException if the time is out of its span or finer than a microsecond
         * @throws IllegalArgumentException if the key is another client's
         */
        public ActivityAmended {
            Times.checked(occurredAt);
            checkOwner(client, key);
            amendment.executedAt().ifPresent(time -> Times.executedAt(time, occurredAt));
        }

        @Override
        public Fingerprint fingerprint(Optional<Conversion> conversion) {
            return Fingerprint.of(
                    "activity amended",
                    refId,
                    key.logKey(),
                    expectedVersion.isPresent() ? expectedVersion.getAsLong() : "",
                    Fingerprint.optional("volume", amendment.volume()),
                    Fingerprint.optional("total", amendment.total().map(BigDecimal::toPlainString)),
                    Fingerprint.optional("per_unit", amendment.perUnit().map(BigDecimal::toPlainString)),
                    Fingerprint.optional("ratio", amendment.ratio()),
                    Fingerprint.optional("whole", amendment.whole()),
                    Fingerprint.optional("tax", amendment.tax()),
                    Fingerprint.currency(conversion),
                    Fingerprint.rate(conversion),
                    Fingerprint.optional("status", amendment.status().map(TradeStatus::wireName)),
                    Fingerprint.optional("executed_at", amendment.executedAt().map(Times::text)));
        }
    }

    /** A request to fold the position of a key again from all its trades. */
    record RecalculationRequested(UUID eventId, ClientId client, Instant occurredAt, PositionKey key)
            implements TradeEvent {

        /**
         * @throws InvalidValueException if the time is out of its span or finer than a microsecond
         * @throws IllegalArgumentException if the key is another client's
         */
        public RecalculationRequested {
            Times.checked(occurredAt);
            checkOwner(client, key);
        }

        @Override
        public Fingerprint fingerprint(Optional<Conversion> conversion) {
            return Fingerprint.of("recalculation", key.logKey());
        }
    }
}
