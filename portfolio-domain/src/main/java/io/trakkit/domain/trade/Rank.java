package io.trakkit.domain.trade;

import io.trakkit.domain.value.InvalidValueException;

/** The order of records that have the same time: corporate actions, activities, buys, sells. */
public enum Rank {
    CORPORATE_ACTION(-1),
    ACTIVITY(0),
    BUY(1),
    SELL(2);

    private final int code;

    Rank(int code) {
        this.code = code;
    }

    public static Rank of(Side side) {
        return switch (side) {
            case BUY -> BUY;
            case SELL -> SELL;
        };
    }

    /** The number that the tables use; that of a trade is the {@linkplain Side#code() code} of its side. */
    public int code() {
        return code;
    }

    /** @throws InvalidValueException if no rank has that number */
    public static Rank ofCode(int code) {
        for (Rank rank : values()) {
            if (rank.code == code) {
                return rank;
            }
        }
        throw new InvalidValueException("must be -1 (corporate action), 0 (activity), 1 (buy) or 2 (sell)");
    }
}
