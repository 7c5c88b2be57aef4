package io.trakkit.domain.explain;

import io.trakkit.domain.returns.SubPeriod;
import io.trakkit.domain.value.Decimals;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/** The arithmetic of a time-weighted return, written down in figures. */
public final class ReturnFormula {

    /** The decimals of a factor, for display: the return itself is not rounded to them. */
    public static final int SCALE = 12;

    private ReturnFormula() {}

    /** A growth or a factor with at most {@value #SCALE} decimals (HALF_EVEN). */
    public static BigDecimal rounded(BigDecimal growth) {
        return Decimals.normalised(growth.setScale(SCALE, RoundingMode.HALF_EVEN));
    }

    /** The factor of a part of the span, such as {@code 1,100 ÷ 1,000 = 1.1}; empty if it is left out. */
    public static Optional<String> of(SubPeriod part) {
        return part.factor().map(ReturnFormula::rounded).map(factor -> {
            Sum quotient = Sum.of(part.end()).dividedBy(part.begin());
            return part.end().signum() < 0 ? quotient.limitedTo(factor) : quotient.gives(factor);
        });
    }
}
