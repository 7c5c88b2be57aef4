package io.trakkit.wire.event;

/**
 * The headers that the records of {@link Topics#DEAD_LETTERS} have, and those that a redriven record has beside its own;
 * their values are UTF-8 text. They come after the headers of the record, so that of two with one name the last counts.
 */
public final class DeadLetterHeaders {

    /** Begins the name of each. */
    public static final String PREFIX = "trakkit-";

    /** The {@linkplain io.trakkit.domain.deadletter.DeadLetterReason#wireName() name} of the reason. */
    public static final String REASON = PREFIX + "reason";

    /** What was wrong, as a sentence. */
    public static final String DETAIL = PREFIX + "detail";

    /** The name of the topic of the record. */
    public static final String ORIGIN_TOPIC = PREFIX + "origin-topic";

    /** The id of that topic, which a topic of the same name that is created later does not share. */
    public static final String ORIGIN_TOPIC_ID = PREFIX + "origin-topic-id";

    /** The partition of the record, in decimal digits. */
    public static final String ORIGIN_PARTITION = PREFIX + "origin-partition";

    /** The offset of the record, in decimal digits. */
    public static final String ORIGIN_OFFSET = PREFIX + "origin-offset";

    /** The record's own time, in milliseconds since 1970, in decimal digits. */
    public static final String ORIGIN_TIMESTAMP = PREFIX + "origin-timestamp";

    /** The kind of record: {@link #REFUSED}, also if the header is missing, or an operator's decision. */
    public static final String VERDICT = PREFIX + "verdict";

    /** The record can never be applied. Key, value and the other headers are those of that record. */
    public static final String REFUSED = "refused";

    /** The operator who decided; only on decisions. */
    public static final String VERDICT_BY = PREFIX + "verdict-by";

    /** When the operator decided, in RFC 3339; only on decisions. */
    public static final String VERDICT_AT = PREFIX + "verdict-at";

    /** The operator's note; only on decisions, and optional. */
    public static final String VERDICT_NOTE = PREFIX + "verdict-note";

    /**
     * Of a record in {@link Topics#TRADES}: the origin of the dead letter that it copies, such as
     * {@code 5f0c1e9a-…:4:17}: topic id, partition and offset.
     */
    public static final String REDRIVEN_FROM = PREFIX + "redriven-from";

    private DeadLetterHeaders() {}
}
