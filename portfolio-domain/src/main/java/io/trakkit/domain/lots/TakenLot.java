package io.trakkit.domain.lots;

import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.value.Decimals;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * The units that a disposal took from one lot; the components are those of {@link Lot}.
 *
 * @param daysHeld the days from the date of acquisition to that of the disposal, both in UTC
 */
public record TakenLot(
        Instant acquiredAt, RefId refId, BigDecimal units, BigDecimal cost, BigDecimal fees, long daysHeld) {

    /** Normalises the numbers, so that equal ones are {@code equals}. */
    public TakenLot {
        units = Decimals.normalised(units);
        cost = Decimals.normalised(cost);
        fees = Decimals.normalised(fees);
    }
}
