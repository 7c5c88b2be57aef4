package io.trakkit.domain.deadletter;

import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.WireNames;

/** Why a record of the log can never be applied. */
public enum DeadLetterReason {
    /** No value, not JSON, not one JSON object, or too large to be an event. */
    MALFORMED("malformed", "The value is missing, is not a JSON object, or is larger than an event may be"),
    /** A field is missing, has the wrong type or breaks its rule; the detail names it. */
    INVALID("invalid", "A field is missing, has the wrong type or breaks its rule"),
    /** This version does not know the event's type. */
    UNKNOWN_TYPE("unknown_type", "This version of trakkit does not know the event type"),
    /** The record's key is not the {@code portfolio:ticker} of its value. */
    WRONG_KEY("wrong_key", "The record's key differs from portfolio:ticker of its value"),
    /** The record is in a different partition than Kafka's default partitioner chooses for its key. */
    WRONG_PARTITION(
            "wrong_partition",
            "The record is in a different partition than Kafka's default partitioner chooses for its key"),
    /** No client has such a portfolio. */
    UNKNOWN_PORTFOLIO("unknown_portfolio", "The portfolio does not exist"),
    /** The portfolio belongs to a different client or user than the record names. */
    FOREIGN_PORTFOLIO("foreign_portfolio", "The portfolio belongs to a different client or user than the record names"),
    /** Another trade, with other content, already has this ref_id. */
    REF_ID_CONFLICT("ref_id_conflict", "The ref_id already belongs to a trade with different content"),
    /** Another event, with other content, already has this event_id. */
    EVENT_ID_CONFLICT("event_id_conflict", "The event_id already belongs to an event with different content"),
    /** The event_id comes from an Idempotency-Key that another request has used before. */
    IDEMPOTENCY_KEY_REUSED("idempotency_key_reused", "The Idempotency-Key was already used for another request"),
    /** The amended trade does not exist under this key. */
    UNKNOWN_TRADE("unknown_trade", "The trade to amend does not exist under this key"),
    /** The trade is at a different version than the amendment expects. */
    VERSION_CONFLICT("version_conflict", "The trade is at a different version than the amendment expects"),
    /** The database refused a valid record: this is a defect in trakkit, and an alarm. */
    INTERNAL_ERROR("internal_error", "The database refused a valid record: this is a defect in trakkit");

    private final String wireName;
    private final String inWords;

    DeadLetterReason(String wireName, String inWords) {
        this.wireName = wireName;
        this.inWords = inWords;
    }

    /** The name that the wire and the tables use. */
    public String wireName() {
        return wireName;
    }

    /** The reason as a sentence. */
    public String inWords() {
        return inWords;
    }

    /** @throws InvalidValueException if no reason has that name */
    public static DeadLetterReason parse(String wireName) {
        return WireNames.parse(values(), DeadLetterReason::wireName, wireName);
    }
}
