package io.trakkit.files.preset;

import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.value.InvalidValueException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a row of a file can be: a side of a trade, or a type of activity. */
public enum Kind {
    BUY(null),
    SELL(null),
    DIVIDEND(ActivityType.DIVIDEND),
    RETURN_OF_CAPITAL(ActivityType.RETURN_OF_CAPITAL),
    COST_ADJUSTMENT(ActivityType.COST_ADJUSTMENT),
    SPLIT(ActivityType.SPLIT),
    BONUS(ActivityType.BONUS),
    CASH_IN_LIEU(ActivityType.CASH_IN_LIEU),
    TRANSFER_IN(ActivityType.TRANSFER_IN),
    TRANSFER_OUT(ActivityType.TRANSFER_OUT),
    DEPOSIT(ActivityType.DEPOSIT),
    WITHDRAWAL(ActivityType.WITHDRAWAL),
    INTEREST(ActivityType.INTEREST),
    CHARGE(ActivityType.CHARGE);

    private final Optional<ActivityType> activity;

    Kind(@org.jspecify.annotations.Nullable ActivityType activity) {
        this.activity = Optional.ofNullable(activity);
    }

    /** Its type; empty for a trade. */
    public Optional<ActivityType> activity() {
        return activity;
    }

    /** Whether it adds to the units that are held. */
    public boolean bringsUnits() {
        return this == BUY || this == BONUS || this == TRANSFER_IN;
    }

    /** Its name in reports and mappings. */
    public String wireName() {
        return switch (this) {
            case BUY -> "buy";
            case SELL -> "sell";
            default -> activity.orElseThrow().wireName();
        };
    }

    /** @throws InvalidValueException if there is no such kind; the message names all */
    public static Kind parse(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidValueException("must be one of "
                        + Arrays.stream(values()).map(Kind::wireName).collect(Collectors.joining(", ")) + ", not \""
                        + name + "\""));
    }
}
