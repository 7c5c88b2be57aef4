package io.trakkit.domain.testing;

import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.position.LastTrade;
import io.trakkit.domain.position.LocalAmounts;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ratio;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the records of one key add up to, one after the other in trade order. */
public final class PlainPosition {

    private static final BigDecimal MOST_UNITS = BigDecimal.TEN.pow(100);
    private static final BigDecimal MOST_PRICE = new BigDecimal("999999999999.999999999999999999");

    private final BookRules rules;

    private BigDecimal held = BigDecimal.ZERO;
    private BigDecimal income = BigDecimal.ZERO;
    private final PlainMoney money = new PlainMoney();
    private final PlainMoney ownMoney = new PlainMoney();

    /** As the tables have it: empty for none, "=" for the portfolio's, "*" for several. */
    private String currency = "";

    private @Nullable LastTrade lastTrade;

    public PlainPosition(BookRules rules) {
        this.rules = rules;
    }

    /** Counts the next record, and decides whether it is applied. */
    public void add(PlainRecord next) {
        next.heldThen = null;
        if (next.failed) {
            next.state = TradeState.FAILED;
            return;
        }
        if (next.rank == -1 && held.signum() == 0) {
            repriced(next);
            return;
        }
        if (!canBeApplied(next)) {
            next.state = TradeState.REJECTED;
            next.heldThen = held;
            return;
        }
        next.state = TradeState.APPLIED;
        note(next);
        if (next.type == null) {
            trade(next);
        } else {
            activity(next);
        }
    }

    private boolean canBeApplied(PlainRecord next) {
        if (next.rank == 2) {
            return rules.allowShort() || held.compareTo(next.volume()) >= 0;
        }
        if (next.type == null) {
            return true;
        }
        return switch (next.type) {
            case DIVIDEND, RETURN_OF_CAPITAL, COST_ADJUSTMENT, SPLIT -> held.signum() != 0;
            case BONUS -> next.ratio == null || held.signum() != 0;
            case CASH_IN_LIEU -> held.abs().compareTo(next.volume()) >= 0;
            case TRANSFER_OUT -> held.compareTo(next.volume()) >= 0;
            case TRANSFER_IN, DEPOSIT, WITHDRAWAL, INTEREST, CHARGE -> true;
        };
    }

    /** The currencies of the records that state money. */
    private void note(PlainRecord next) {
        boolean statesMoney = next.price != null || next.total != null || next.perUnit != null;
        if (statesMoney) {
            String ofRecord = foreign(next)
                    .map(conversion -> conversion.currency().value())
                    .orElse("=");
            currency = currency.isEmpty() || currency.equals(ofRecord) ? ofRecord : "*";
        }
    }

    private Optional<Conversion> foreign(PlainRecord next) {
        return next.conversion.filter(conversion -> !conversion.currency().equals(rules.currency()));
    }

    private BigDecimal converted(PlainRecord next, BigDecimal exact) {
        BigDecimal rate =
                foreign(next).map(conversion -> conversion.rate().value()).orElse(BigDecimal.ONE);
        return PlainMoney.rounded(exact.multiply(rate));
    }

    private void trade(PlainRecord next) {
        BigDecimal units = next.rank == 1 ? next.volume() : next.volume().negate();
        moved(next, units, next.volume().multiply(next.price()), next.fee.add(next.tax));
        if (next.price().signum() > 0 || lastTrade == null || lastTrade.price().isZero()) {
            lastTrade = new LastTrade(new Price(next.price()), next.executedAt, foreign(next));
        }
    }

    private void moved(PlainRecord next, BigDecimal units, BigDecimal gross, BigDecimal charges) {
        money.moved(held, units, converted(next, gross), converted(next, charges));
        ownMoney.moved(held, units, PlainMoney.rounded(gross), PlainMoney.rounded(charges));
        held = held.add(units);
    }

    private void activity(PlainRecord next) {
        BigDecimal direction = BigDecimal.valueOf(held.signum());
        switch (PlainRecord.present(next.type)) {
            case DIVIDEND -> income = income.add(converted(next, stated(next).subtract(next.tax)));
            case RETURN_OF_CAPITAL -> {
                BigDecimal net = stated(next).subtract(next.tax);
                money.returned(held, converted(next, net));
                ownMoney.returned(held, PlainMoney.rounded(net));
            }
            case COST_ADJUSTMENT -> {
                money.adjusted(held, converted(next, stated(next)));
                ownMoney.adjusted(held, PlainMoney.rounded(stated(next)));
            }
            case SPLIT -> {
                Ratio ratio = PlainRecord.present(next.ratio);
                become(times(held, ratio));
                repriced(next);
            }
            case BONUS -> {
                if (next.ratio == null) {
                    held = held.add(held.signum() < 0 ? next.volume().negate() : next.volume());
                    if (lastTrade == null) {
                        lastTrade = new LastTrade(Price.of("0"), next.executedAt, foreign(next));
                    }
                } else {
                    become(held.add(next.whole ? wholeTimes(held, next.ratio) : times(held, next.ratio)));
                    repriced(next);
                }
            }
            case CASH_IN_LIEU -> {
                // Of units held a sale for the total, of units owed a purchase; the tax is a charge that is rounded
                // with it.
                BigDecimal net = direction.multiply(next.total()).subtract(next.tax);
                BigDecimal leaving = direction.multiply(next.volume()).negate();
                money.moved(held, leaving, direction.multiply(converted(next, net)), BigDecimal.ZERO);
                ownMoney.moved(held, leaving, direction.multiply(PlainMoney.rounded(net)), BigDecimal.ZERO);
                held = held.add(leaving);
            }
            case TRANSFER_IN -> {
                moved(next, next.volume(), next.total(), BigDecimal.ZERO);
                if (lastTrade == null || lastTrade.price().isZero()) {
                    BigDecimal perUnit = next.total().divide(next.volume(), 18, RoundingMode.HALF_EVEN);
                    lastTrade = new LastTrade(new Price(perUnit.min(MOST_PRICE)), next.executedAt, foreign(next));
                }
            }
            case TRANSFER_OUT -> {
                money.leftAtCost(held, next.volume());
                ownMoney.leftAtCost(held, next.volume());
                held = held.subtract(next.volume());
            }
            case DEPOSIT, WITHDRAWAL, INTEREST, CHARGE -> {}
        }
    }

    /** What the units held get, or those owed pay. */
    private BigDecimal stated(PlainRecord next) {
        return next.perUnit == null
                ? next.total().multiply(BigDecimal.valueOf(held.signum()))
                : next.perUnit.multiply(held);
    }

    private static BigDecimal times(BigDecimal units, Ratio ratio) {
        return units.multiply(ratio.numerator()).divide(ratio.denominator(), 18, RoundingMode.HALF_EVEN);
    }

    /** Divided in whole numbers of the smallest unit, so that nothing is rounded up before fractions are dropped. */
    private static BigDecimal wholeTimes(BigDecimal units, Ratio ratio) {
        BigInteger dividend =
                units.multiply(ratio.numerator()).movePointRight(100).toBigIntegerExact();
        BigInteger divisor = ratio.denominator().movePointRight(100).toBigIntegerExact();
        return new BigDecimal(dividend.divide(divisor));
    }

    private void become(BigDecimal units) {
        held = units.abs().compareTo(MOST_UNITS) > 0 ? MOST_UNITS.multiply(BigDecimal.valueOf(units.signum())) : units;
        if (held.signum() == 0) {
            money.lost();
            ownMoney.lost();
        }
    }

    /** The price of the last trade in units after a split or a bonus issue. */
    private void repriced(PlainRecord next) {
        Ratio ratio = next.ratio;
        if (lastTrade != null && ratio != null) {
            BigDecimal unitsAfter = next.type == ActivityType.SPLIT
                    ? ratio.numerator()
                    : ratio.numerator().add(ratio.denominator());
            BigDecimal price = lastTrade
                    .price()
                    .value()
                    .multiply(ratio.denominator())
                    .divide(unitsAfter, 18, RoundingMode.HALF_EVEN);
            lastTrade = new LastTrade(new Price(price.min(MOST_PRICE)), lastTrade.time(), lastTrade.conversion());
        }
    }

    public Optional<LastTrade> lastTrade() {
        return Optional.ofNullable(lastTrade);
    }

    public Position position() {
        LocalAmounts local = switch (currency) {
            case "" -> LocalAmounts.NONE;
            case "=" -> LocalAmounts.PORTFOLIO;
            case "*" -> LocalAmounts.MIXED;
            default -> new LocalAmounts.Foreign(new CurrencyCode(currency), ownMoney.cost, ownMoney.realised);
        };
        return new Position(held, money.cost, money.fees, money.realised, income, local);
    }
}
