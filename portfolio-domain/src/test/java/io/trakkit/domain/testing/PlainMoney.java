package io.trakkit.domain.testing;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Cost, charges in it and realised gain in one currency, of a {@link PlainLedger}. */
final class PlainMoney {

    BigDecimal cost = BigDecimal.ZERO;
    BigDecimal fees = BigDecimal.ZERO;
    BigDecimal realised = BigDecimal.ZERO;

    static BigDecimal rounded(BigDecimal exact) {
        return exact.setScale(Math.max(exact.scale(), 20), RoundingMode.UNNECESSARY)
                .setScale(20, RoundingMode.HALF_EVEN);
    }

    static BigDecimal part(BigDecimal amount, BigDecimal some, BigDecimal all) {
        return some.compareTo(all) == 0 ? amount : amount.multiply(some).divide(all, 20, RoundingMode.HALF_EVEN);
    }

    /**
     * Units come in or leave for money.
     *
     * @param units negative if they leave
     */
    void moved(BigDecimal held, BigDecimal units, BigDecimal gross, BigDecimal charges) {
        BigDecimal sign = BigDecimal.valueOf(units.signum());
        if (held.signum() * units.signum() >= 0) {
            cost = cost.add(sign.multiply(gross)).add(charges);
            fees = fees.add(charges);
            return;
        }
        BigDecimal closing = units.abs().min(held.abs());
        BigDecimal closingGross = part(gross, closing, units.abs());
        BigDecimal closingCharges = part(charges, closing, units.abs());
        BigDecimal share = part(cost, closing, held.abs());
        realised = realised.subtract(sign.multiply(closingGross))
                .subtract(closingCharges)
                .subtract(share);
        cost = cost.subtract(share);
        fees = fees.subtract(part(fees, closing, held.abs()));
        BigDecimal opening = units.abs().subtract(closing);
        if (opening.signum() > 0) {
            moved(
                    BigDecimal.ZERO,
                    sign.multiply(opening),
                    gross.subtract(closingGross),
                    charges.subtract(closingCharges));
        }
    }

    void leftAtCost(BigDecimal held, BigDecimal units) {
        cost = cost.subtract(part(cost, units, held.abs()));
        fees = fees.subtract(part(fees, units, held.abs()));
    }

    /** @param capital what the units got; negative if it was paid for units owed */
    void returned(BigDecimal held, BigDecimal capital) {
        if (held.signum() > 0) {
            BigDecimal beyond = capital.subtract(cost).max(BigDecimal.ZERO);
            cost = cost.subtract(capital.subtract(beyond));
            realised = realised.add(beyond);
        } else {
            BigDecimal paid = capital.negate();
            BigDecimal fromProceeds = paid.min(cost.negate().max(BigDecimal.ZERO));
            cost = cost.add(fromProceeds);
            realised = realised.subtract(paid.subtract(fromProceeds));
        }
    }

    void adjusted(BigDecimal held, BigDecimal change) {
        if (held.signum() > 0) {
            cost = cost.add(change).max(BigDecimal.ZERO);
        } else if (change.signum() < 0) {
            cost = cost.add(change);
        } else {
            cost = cost.add(change.min(cost.negate().max(BigDecimal.ZERO)));
        }
    }

    void lost() {
        realised = realised.subtract(cost);
        cost = BigDecimal.ZERO;
        fees = BigDecimal.ZERO;
    }
}
