package io.trakkit.domain.trade;

import io.trakkit.domain.value.Money;
import java.math.BigDecimal;

/**
 * What a trade costs beside its price: totals in the currency of the trade.
 *
 * @param fee of the broker and the exchange
 * @param tax withheld or levied
 */
public record Charges(Money fee, Money tax) {

    public static final Charges NONE = new Charges(Money.ZERO, Money.ZERO);

    public BigDecimal total() {
        return fee.value().add(tax.value());
    }
}
