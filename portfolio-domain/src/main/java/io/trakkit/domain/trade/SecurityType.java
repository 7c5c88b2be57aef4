package io.trakkit.domain.trade;

import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.WireNames;

/** The type of a security. Nothing is calculated from it. */
public enum SecurityType {
    STOCK("stock"),
    ETF("etf"),
    FUND("fund"),
    BOND("bond"),
    CRYPTO("crypto"),
    OTHER("other");

    private final String wireName;

    SecurityType(String wireName) {
        this.wireName = wireName;
    }

    /** The name that the wire and the tables use. */
    public String wireName() {
        return wireName;
    }

    /** @throws InvalidValueException if no type has that name */
    public static SecurityType parse(String wireName) {
        return WireNames.parse(values(), SecurityType::wireName, wireName);
    }
}
