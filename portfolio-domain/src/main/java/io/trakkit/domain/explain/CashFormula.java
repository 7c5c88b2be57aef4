package io.trakkit.domain.explain;

import io.trakkit.domain.valuation.Mark;
import io.trakkit.domain.value.Decimals;
import java.math.BigDecimal;

/** What a balance of cash in another currency is in the portfolio's, written down in figures. */
public final class CashFormula {

    private CashFormula() {}

    /** Such as {@code 1,000 × 0.9 = 900}. */
    public static String of(BigDecimal balance, Mark.Foreign foreign) {
        return Sum.of(balance).times(foreign.rate().value()).gives(Decimals.normalised(foreign.converted(balance)));
    }
}
