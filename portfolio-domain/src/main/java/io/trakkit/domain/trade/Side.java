package io.trakkit.domain.trade;

import io.trakkit.domain.value.InvalidValueException;

/**
 * Whether a trade buys or sells; the wire's {@code trade_type}. In the order of the fold: at one time buys come before
 * sells.
 */
public enum Side {
    BUY(1),
    SELL(2);

    private final int code;

    Side(int code) {
        this.code = code;
    }

    /** The number that the wire and the tables use. */
    public int code() {
        return code;
    }

    /** @throws InvalidValueException if no side has that number */
    public static Side ofCode(int code) {
        for (Side side : values()) {
            if (side.code == code) {
                return side;
            }
        }
        throw new InvalidValueException("must be 1 (buy) or 2 (sell)");
    }
}
