package io.trakkit.wire.event;

/** The headers that a dead letter has beside those of the record it was; their values are UTF-8 text. */
public final class DeadLetterHeaders {

    /** Begins the name of each. */
    public static final String PREFIX = "trakkit-";

    /** The {@linkplain io.trakkit.domain.DeadLetterReason#wireName() name} of the reason. */
    public static final String REASON = PREFIX + "reason";

    /** What exactly was wrong, for a person to read. */
    public static final String DETAIL = PREFIX + "detail";

    /** The name of the topic in which the record stands. */
    public static final String ORIGIN_TOPIC = PREFIX + "origin-topic";

    /** The id of that topic, which a topic of the same name that is created later does not share. */
    public static final String ORIGIN_TOPIC_ID = PREFIX + "origin-topic-id";

    /** The partition in which the record stands, in decimal digits. */
    public static final String ORIGIN_PARTITION = PREFIX + "origin-partition";

    /** The offset at which the record stands, in decimal digits. */
    public static final String ORIGIN_OFFSET = PREFIX + "origin-offset";

    /** The record's own time, in milliseconds since 1970, in decimal digits. */
    public static final String ORIGIN_TIMESTAMP = PREFIX + "origin-timestamp";

    private DeadLetterHeaders() {}
}
