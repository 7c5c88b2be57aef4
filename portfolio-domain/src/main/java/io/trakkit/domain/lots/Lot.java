package io.trakkit.domain.lots;

import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.value.Decimals;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * Units that are still held, or owed, of one acquisition.
 *
 * @param acquiredAt when they were bought, transferred in or given free; for units owed, when they were sold short
 * @param refId the record that brought them
 * @param units negative for units owed
 * @param cost in the portfolio's currency, charges included; of units owed minus their net proceeds
 * @param fees the charges in {@code cost}
 */
public record Lot(Instant acquiredAt, RefId refId, BigDecimal units, BigDecimal cost, BigDecimal fees) {

    /** Normalises the numbers, so that equal lots are {@code equals}. */
    public Lot {
        units = Decimals.normalised(units);
        cost = Decimals.normalised(cost);
        fees = Decimals.normalised(fees);
    }
}
