package io.trakkit.domain;

/** What an event says, by the name that the wire and the tables use. */
public enum EventType {
    TRADE_CREATED("trade_created"),
    TRADE_AMENDED("trade_amended"),
    SUMMARY_RECALCULATION_REQUESTED("summary_recalculation_requested");

    private final String wireName;

    EventType(String wireName) {
        this.wireName = wireName;
    }

    /** The name that the wire and the tables use. */
    public String wireName() {
        return wireName;
    }

    /** @throws InvalidValueException if no type has that name */
    public static EventType parse(String wireName) {
        return WireNames.parse(values(), EventType::wireName, wireName);
    }
}
