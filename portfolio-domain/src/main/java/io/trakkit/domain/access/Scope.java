package io.trakkit.domain.access;

import io.trakkit.domain.value.InvalidValueException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a key allows. No scope includes another one. */
public enum Scope {
    /** Portfolios, summaries, trades, returns, streams and prices. */
    READ,
    /** Trades and portfolios. */
    WRITE,
    /** Prices by hand: all clients see them. */
    PRICES,
    /** Dead letters, and for keys of the platform replays and metrics. */
    OPS,
    /** Clients, keys and the audit log; for keys of the platform only. */
    ADMIN;

    private static final String ALL =
            Arrays.stream(values()).map(Scope::wireName).collect(Collectors.joining(", "));

    /** The name in requests, answers and tables: {@code read}, … */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws InvalidValueException if no scope has the name */
    public static Scope parse(String name) {
        return Arrays.stream(values())
                .filter(scope -> scope.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidValueException("must be one of " + ALL));
    }
}
