package io.trakkit.files.mapping;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a column of a mapping can hold. Of several columns the first counts that has a text; fees and taxes are added up. */
enum Field {
    TIME,
    /** The time of day, where it has a column of its own. */
    CLOCK,
    TICKER,
    ISIN,
    VOLUME,
    /** Of one unit. */
    PRICE,
    /** Of all units, without charges. */
    GROSS,
    /** The money of an activity; of a trade with its charges. */
    TOTAL,
    PER_UNIT,
    FEE,
    TAX,
    CURRENCY,
    RATE,
    ACCOUNT_CURRENCY,
    NUMERATOR,
    DENOMINATOR,
    /** The broker's id of the row: all its columns together. */
    ID,
    /** An id that several rows can have. */
    ORDER,
    ACCOUNT;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Field> of(String name) {
        return Arrays.stream(values())
                .filter(field -> field.wireName().equals(name))
                .findFirst();
    }
}
