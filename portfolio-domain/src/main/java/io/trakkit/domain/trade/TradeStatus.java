package io.trakkit.domain.trade;

import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.WireNames;

/** Whether the broker's trade went through. Only successful trades count in a position. */
public enum TradeStatus {
    SUCCESS("success"),
    FAILED("failed");

    private final String wireName;

    TradeStatus(String wireName) {
        this.wireName = wireName;
    }

    /** The name that the wire and the tables use. */
    public String wireName() {
        return wireName;
    }

    /** @throws InvalidValueException if no status has that name */
    public static TradeStatus parse(String wireName) {
        return WireNames.parse(values(), TradeStatus::wireName, wireName);
    }
}
