package io.trakkit.domain.event;

import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.WireNames;

/** The type of an event, with its name on the wire and in the tables. */
public enum EventType {
    TRADE_CREATED("trade_created", "a trade", "a different trade"),
    TRADE_AMENDED("trade_amended", "an amendment", "a different amendment"),
    ACTIVITY_CREATED("activity_created", "an activity", "a different activity"),
    ACTIVITY_AMENDED("activity_amended", "an amendment of an activity", "a different amendment of an activity"),
    SUMMARY_RECALCULATION_REQUESTED("summary_recalculation_requested", "a recalculation", "a different recalculation");

    private final String wireName;
    private final String one;
    private final String another;

    EventType(String wireName, String one, String another) {
        this.wireName = wireName;
        this.one = one;
        this.another = another;
    }

    /** The name that the wire and the tables use. */
    public String wireName() {
        return wireName;
    }

    /**
     * The message for a caller whose Idempotency-Key belongs to an earlier event of this type.
     *
     * @param now the type of the event that can't have it
     */
    public String keyAlreadyUsed(EventType now) {
        return "This Idempotency-Key was already used for " + (this == now ? another : one);
    }

    /** @throws InvalidValueException if no type has that name */
    public static EventType parse(String wireName) {
        return WireNames.parse(values(), EventType::wireName, wireName);
    }
}
