package io.trakkit.domain.trade;

import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.WireNames;

/** What trakkit made of a trade. */
public enum TradeState {
    /** It counts in its position. */
    APPLIED("applied"),
    /** It needs more units than are held at its place in the order: kept, but it counts for nothing. Can become applied. */
    REJECTED("rejected"),
    /** Its status is {@link TradeStatus#FAILED}: kept, but it counts for nothing. */
    FAILED("failed"),
    /** Its creation became a dead letter: it is known by its ref_id and reason only. */
    REFUSED("refused");

    /** Why the fold rejects what takes out more units than are held. */
    public static final String INSUFFICIENT_VOLUME = "insufficient_volume";

    /** Why the fold rejects what needs units, where none are held. */
    public static final String NOTHING_HELD = "nothing_held";

    private final String wireName;

    TradeState(String wireName) {
        this.wireName = wireName;
    }

    /** The name that the wire and the tables use. */
    public String wireName() {
        return wireName;
    }

    /** @throws InvalidValueException if no state has that name */
    public static TradeState parse(String wireName) {
        return WireNames.parse(values(), TradeState::wireName, wireName);
    }
}
