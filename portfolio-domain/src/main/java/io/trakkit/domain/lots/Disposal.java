package io.trakkit.domain.lots;

import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.value.Decimals;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * A gain or a loss that a record realised, in the portfolio's currency. The sum of all gains of a key is what it has realised.
 *
 * @param cause what kind of record it was
 * @param units the units that left; negative for owed ones that were bought back; zero for a return of capital
 * @param proceeds what they brought, without the charges; negative for what it cost to buy units back, with the charges
 * @param cost the cost of the lots; negative for units owed, whose cost is minus their net proceeds
 * @param fees the charges that are counted in {@code proceeds}; those of the lots are beside them
 * @param lots what it took from each lot, in the order in which the method took them
 */
public record Disposal(
        Instant disposedAt,
        RefId refId,
        Cause cause,
        BigDecimal units,
        BigDecimal proceeds,
        BigDecimal cost,
        BigDecimal fees,
        List<TakenLot> lots) {

    /** The kind of record that realises a gain or a loss. */
    public enum Cause {
        /** A sale, or a purchase that covers a short sale. */
        TRADE,
        /** Units that came in and covered a short sale. */
        TRANSFER_IN,
        CASH_IN_LIEU,
        /** What was returned beyond the cost. */
        RETURN_OF_CAPITAL,
        /** Units that a split rounded to nothing; their cost is lost. */
        SPLIT
    }

    /** Normalises the numbers, so that equal ones are {@code equals}. */
    public Disposal {
        units = Decimals.normalised(units);
        proceeds = Decimals.normalised(proceeds);
        cost = Decimals.normalised(cost);
        fees = Decimals.normalised(fees);
        lots = List.copyOf(lots);
    }

    public BigDecimal gain() {
        return Decimals.normalised(proceeds.subtract(cost));
    }
}
