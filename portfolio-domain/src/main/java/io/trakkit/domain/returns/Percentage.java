package io.trakkit.domain.returns;

import io.trakkit.domain.value.Decimals;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/** Ratios for display: in percent, rounded to {@value #SCALE} decimals (HALF_EVEN). */
public final class Percentage {

    /** The decimals of a percentage. */
    public static final int SCALE = 4;

    private static final int PLACES_OF_PERCENT = 2;

    private Percentage() {}

    /** The part in percent of the whole; empty if the whole is zero. */
    public static Optional<BigDecimal> of(BigDecimal part, BigDecimal whole) {
        return whole.signum() == 0
                ? Optional.empty()
                : Optional.of(Decimals.normalised(
                        part.movePointRight(PLACES_OF_PERCENT).divide(whole, SCALE, RoundingMode.HALF_EVEN)));
    }

    /** A ratio in percent: 0.125 is 12.5. */
    public static BigDecimal of(BigDecimal ratio) {
        return Decimals.normalised(ratio.movePointRight(PLACES_OF_PERCENT).setScale(SCALE, RoundingMode.HALF_EVEN));
    }
}
