package io.trakkit.domain.trade;

import io.trakkit.domain.value.Decimals;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Ratio;
import io.trakkit.domain.value.Volume;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What an activity or a corporate action does, by type. Money is in the currency of the record.
 *
 * <ul>
 *   <li>dividend, return_of_capital, cost_adjustment: either {@code perUnit} or {@code total}; both may be negative for a
 *       cost_adjustment only
 *   <li>split: {@code ratio}, new units to old ones
 *   <li>bonus: {@code volume}, or {@code ratio}, new units per old ones, with {@code whole}
 *   <li>cash_in_lieu: {@code volume} and {@code total}, the proceeds
 *   <li>transfer_in: {@code volume} and {@code total}, their cost
 *   <li>transfer_out: {@code volume}
 *   <li>deposit, withdrawal, interest, charge: {@code total}; negative for interest (paid) and charge (refunded) only
 * </ul>
 *
 * @param whole whether a bonus gives whole units only, and drops fractions
 */
public record ActivityTerms(
        ActivityType type,
        Optional<Volume> volume,
        Optional<BigDecimal> total,
        Optional<BigDecimal> perUnit,
        Optional<Ratio> ratio,
        boolean whole) {

    /** @throws InvalidValueException if a field is missing or is not one of the type, or has a sign that it cannot have */
    public ActivityTerms {
        total = total.map(Decimals::bounded);
        perUnit = perUnit.map(Decimals::bounded);
        switch (type) {
            case DIVIDEND, RETURN_OF_CAPITAL, COST_ADJUSTMENT -> {
                if (total.isPresent() == perUnit.isPresent()) {
                    throw new InvalidValueException(
                            "a " + type.wireName() + " has either per_unit or total, and this one has "
                                    + (total.isPresent() ? "both" : "neither"));
                }
                refuse(type, "volume", volume.isPresent());
                refuse(type, "numerator and denominator", ratio.isPresent());
            }
            case SPLIT -> {
                require(type, "numerator and denominator", ratio.isPresent());
                refuse(type, "volume", volume.isPresent());
                refuseMoney(type, total, perUnit);
            }
            case BONUS -> {
                if (volume.isPresent() == ratio.isPresent()) {
                    throw new InvalidValueException(
                            "a bonus has either volume or numerator and denominator, and this one has "
                                    + (volume.isPresent() ? "both" : "neither"));
                }
                refuseMoney(type, total, perUnit);
            }
            case CASH_IN_LIEU, TRANSFER_IN -> {
                require(type, "volume", volume.isPresent());
                require(type, totalName(type), total.isPresent());
                refuse(type, "per_unit", perUnit.isPresent());
                refuse(type, "numerator and denominator", ratio.isPresent());
            }
            case TRANSFER_OUT -> {
                require(type, "volume", volume.isPresent());
                refuse(type, "numerator and denominator", ratio.isPresent());
                refuseMoney(type, total, perUnit);
            }
            case DEPOSIT, WITHDRAWAL, INTEREST, CHARGE -> {
                require(type, "total", total.isPresent());
                refuse(type, "volume", volume.isPresent());
                refuse(type, "per_unit", perUnit.isPresent());
                refuse(type, "numerator and denominator", ratio.isPresent());
            }
        }
        boolean isBonus = type == ActivityType.BONUS;
        refuse(type, isBonus ? "whole beside volume" : "whole", whole && (!isBonus || ratio.isEmpty()));
        if (!canBeNegative(type)) {
            total.ifPresent(money -> refuseNegative(totalName(type), money));
            perUnit.ifPresent(money -> refuseNegative("per_unit", money));
        }
    }

    private static void require(ActivityType type, String field, boolean present) {
        if (!present) {
            throw new InvalidValueException("a " + type.wireName() + " needs " + field);
        }
    }

    private static void refuse(ActivityType type, String field, boolean present) {
        if (present) {
            throw new InvalidValueException("a " + type.wireName() + " has no " + field);
        }
    }

    private static void refuseMoney(ActivityType type, Optional<BigDecimal> total, Optional<BigDecimal> perUnit) {
        refuse(type, "total", total.isPresent());
        refuse(type, "per_unit", perUnit.isPresent());
    }

    private static void refuseNegative(String field, BigDecimal money) {
        if (money.signum() < 0) {
            throw new InvalidValueException(field + " must not be negative, but is " + money.toPlainString());
        }
    }

    /** The units that a bonus adds to those held; to units owed it adds more that are owed. */
    public BigDecimal bonusOn(BigDecimal held) {
        return ratio.map(perUnit -> whole ? perUnit.wholeOf(held) : perUnit.of(held))
                .orElseGet(() -> {
                    BigDecimal units = volume.orElseThrow().value();
                    return held.signum() < 0 ? units.negate() : units;
                });
    }

    /** Whether the money of a type can be less than zero. */
    public static boolean canBeNegative(ActivityType type) {
        return switch (type) {
            case COST_ADJUSTMENT, INTEREST, CHARGE -> true;
            case DIVIDEND,
                    RETURN_OF_CAPITAL,
                    SPLIT,
                    BONUS,
                    CASH_IN_LIEU,
                    TRANSFER_IN,
                    TRANSFER_OUT,
                    DEPOSIT,
                    WITHDRAWAL -> false;
        };
    }

    /** What the wire calls the total of a type: the proceeds of a cash_in_lieu are its amount. */
    public static String totalName(ActivityType type) {
        return switch (type) {
            case CASH_IN_LIEU -> "amount";
            case TRANSFER_IN -> "cost";
            case DIVIDEND,
                    RETURN_OF_CAPITAL,
                    COST_ADJUSTMENT,
                    SPLIT,
                    BONUS,
                    TRANSFER_OUT,
                    DEPOSIT,
                    WITHDRAWAL,
                    INTEREST,
                    CHARGE -> "total";
        };
    }

    public static ActivityTerms ofTotal(ActivityType type, BigDecimal total) {
        return new ActivityTerms(type, Optional.empty(), Optional.of(total), Optional.empty(), Optional.empty(), false);
    }

    public static ActivityTerms perUnit(ActivityType type, BigDecimal perUnit) {
        return new ActivityTerms(
                type, Optional.empty(), Optional.empty(), Optional.of(perUnit), Optional.empty(), false);
    }

    public static ActivityTerms ofVolume(ActivityType type, Volume volume) {
        return new ActivityTerms(
                type, Optional.of(volume), Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    public static ActivityTerms ofVolume(ActivityType type, Volume volume, BigDecimal total) {
        return new ActivityTerms(
                type, Optional.of(volume), Optional.of(total), Optional.empty(), Optional.empty(), false);
    }

    public static ActivityTerms ofRatio(ActivityType type, Ratio ratio) {
        return new ActivityTerms(type, Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(ratio), false);
    }

    /** A bonus that gives whole units only. */
    public static ActivityTerms wholeBonus(Ratio ratio) {
        return new ActivityTerms(
                ActivityType.BONUS, Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(ratio), true);
    }
}
