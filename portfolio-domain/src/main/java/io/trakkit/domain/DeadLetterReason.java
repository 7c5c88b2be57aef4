package io.trakkit.domain;

/** Why a record of the log can never be applied as it stands. */
public enum DeadLetterReason {
    /** No value, not JSON, not one JSON object, or too large to be an event. */
    MALFORMED("malformed", "The value is missing, is no JSON object, or is too large to be an event"),
    /** A field is missing, has the wrong type or breaks its rule; the detail names it. */
    INVALID("invalid", "A field is missing, has the wrong type or breaks its rule"),
    /** The event's type is none that this version knows. */
    UNKNOWN_TYPE("unknown_type", "The version that read it knew no events of this type"),
    /** The record's key is not the {@code portfolio:ticker} of its value. */
    WRONG_KEY("wrong_key", "The record's key is not the portfolio:ticker of its value"),
    /** The record stands in another partition than Kafka's default partitioner gives its key. */
    WRONG_PARTITION(
            "wrong_partition", "The record stands in another partition than Kafka's default partitioner gives its key"),
    /** The client has no such portfolio. */
    UNKNOWN_PORTFOLIO("unknown_portfolio", "There was no such portfolio"),
    /** The portfolio belongs to another user than the trade. */
    FOREIGN_PORTFOLIO("foreign_portfolio", "The portfolio belongs to another user than the trade"),
    /** Another trade, with other content, already has this ref_id. */
    REF_ID_CONFLICT("ref_id_conflict", "Another trade, with other content, had this ref_id already"),
    /** Another event, with other content, already has this event_id. */
    EVENT_ID_CONFLICT("event_id_conflict", "Another event, with other content, had this event_id already"),
    /** The event_id is that of an Idempotency-Key, which another request had used. */
    IDEMPOTENCY_KEY_REUSED("idempotency_key_reused", "The Idempotency-Key was already used for another request"),
    /** The amended trade does not exist under this key. */
    UNKNOWN_TRADE("unknown_trade", "The amended trade did not exist under this key"),
    /** The amendment expected another version of the trade than it found. */
    VERSION_CONFLICT("version_conflict", "The amendment expected another version of the trade than it found"),
    /** The database refused what the rules allow: a defect of trakkit, and an alarm. */
    INTERNAL_ERROR("internal_error", "The database refused what the rules allow: a defect of trakkit");

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

    /** What it means, for a person to read. */
    public String inWords() {
        return inWords;
    }

    /** @throws InvalidValueException if no reason has that name */
    public static DeadLetterReason parse(String wireName) {
        return WireNames.parse(values(), DeadLetterReason::wireName, wireName);
    }
}
