package io.trakkit.domain.position;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.Charges;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.Rank;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.Money;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ratio;
import io.trakkit.domain.value.Volume;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Records of one key as the fold reads them, short enough to be read in a row. */
public final class Records {

    private Records() {}

    public static FoldedTrade buy(String volume, String price) {
        return trade(Rank.BUY, volume, price);
    }

    public static FoldedTrade sell(String volume, String price) {
        return trade(Rank.SELL, volume, price);
    }

    private static FoldedTrade trade(Rank rank, String volume, String price) {
        return new FoldedTrade(
                place(rank, Samples.at(0), "r0"),
                Volume.of(volume),
                Price.of(price),
                TradeStatus.SUCCESS,
                FoldOutcome.APPLIED);
    }

    private static TradeOrder place(Rank rank, Instant time, String refId) {
        return new TradeOrder(time, rank, new RefId(refId));
    }

    /** The same trade with a fee. */
    public static FoldedTrade fee(String fee, FoldedTrade trade) {
        return charges(fee, "0", trade);
    }

    /** The same trade with a fee and a tax. */
    public static FoldedTrade charges(String fee, String tax, FoldedTrade trade) {
        return new FoldedTrade(
                trade.tradeOrder(),
                trade.volume(),
                trade.price(),
                new Charges(Money.of(fee), Money.of(tax)),
                trade.conversion(),
                trade.status(),
                trade.outcome());
    }

    /** The same trade in a currency, with the rate into that of the portfolio. */
    public static FoldedTrade in(String currency, String rate, FoldedTrade trade) {
        return new FoldedTrade(
                trade.tradeOrder(),
                trade.volume(),
                trade.price(),
                trade.charges(),
                conversion(currency, rate),
                trade.status(),
                trade.outcome());
    }

    /** The same activity in a currency, with the rate into that of the portfolio. */
    public static FoldedActivity in(String currency, String rate, FoldedActivity activity) {
        return new FoldedActivity(
                activity.tradeOrder(),
                activity.terms(),
                activity.tax(),
                conversion(currency, rate),
                activity.status(),
                activity.outcome());
    }

    private static Optional<Conversion> conversion(String currency, String rate) {
        return Optional.of(new Conversion(new CurrencyCode(currency), FxRate.of(rate)));
    }

    public static FoldedActivity activity(ActivityTerms terms) {
        return new FoldedActivity(
                place(Rank.ACTIVITY, Samples.at(0), "r0"),
                terms,
                Money.ZERO,
                Optional.empty(),
                TradeStatus.SUCCESS,
                FoldOutcome.APPLIED);
    }

    public static FoldedActivity total(ActivityType type, String total) {
        return activity(ActivityTerms.ofTotal(type, new BigDecimal(total)));
    }

    public static FoldedActivity perUnit(ActivityType type, String perUnit) {
        return activity(ActivityTerms.perUnit(type, new BigDecimal(perUnit)));
    }

    public static FoldedActivity split(String numerator, String denominator) {
        return activity(ActivityTerms.ofRatio(ActivityType.SPLIT, ratio(numerator, denominator)));
    }

    public static FoldedActivity bonus(String volume) {
        return activity(ActivityTerms.ofVolume(ActivityType.BONUS, Volume.of(volume)));
    }

    public static FoldedActivity bonus(String numerator, String denominator) {
        return activity(ActivityTerms.ofRatio(ActivityType.BONUS, ratio(numerator, denominator)));
    }

    public static FoldedActivity wholeBonus(String numerator, String denominator) {
        return activity(ActivityTerms.wholeBonus(ratio(numerator, denominator)));
    }

    private static Ratio ratio(String numerator, String denominator) {
        return new Ratio(new BigDecimal(numerator), new BigDecimal(denominator));
    }

    public static FoldedActivity cashInLieu(String volume, String amount) {
        return activity(ActivityTerms.ofVolume(ActivityType.CASH_IN_LIEU, Volume.of(volume), new BigDecimal(amount)));
    }

    public static FoldedActivity transferIn(String volume, String cost) {
        return activity(ActivityTerms.ofVolume(ActivityType.TRANSFER_IN, Volume.of(volume), new BigDecimal(cost)));
    }

    public static FoldedActivity transferOut(String volume) {
        return activity(ActivityTerms.ofVolume(ActivityType.TRANSFER_OUT, Volume.of(volume)));
    }

    /** The same activity with a tax. */
    public static FoldedActivity taxed(String tax, FoldedActivity activity) {
        return new FoldedActivity(
                activity.tradeOrder(),
                activity.terms(),
                Money.of(tax),
                activity.conversion(),
                activity.status(),
                activity.outcome());
    }

    /** The same as a corporate action. */
    public static FoldedActivity corporateAction(FoldedActivity activity) {
        return at(
                place(
                        Rank.CORPORATE_ACTION,
                        activity.tradeOrder().executedAt(),
                        activity.refId().value()),
                activity);
    }

    /** The same record at a time, under a name. */
    public static FoldedRecord at(Instant time, String refId, FoldedRecord foldedRecord) {
        TradeOrder order = place(foldedRecord.tradeOrder().rank(), time, refId);
        return switch (foldedRecord) {
            case FoldedTrade trade ->
                new FoldedTrade(
                        order,
                        trade.volume(),
                        trade.price(),
                        trade.charges(),
                        trade.conversion(),
                        trade.status(),
                        trade.outcome());
            case FoldedActivity activity -> at(order, activity);
        };
    }

    private static FoldedActivity at(TradeOrder order, FoldedActivity activity) {
        return new FoldedActivity(
                order, activity.terms(), activity.tax(), activity.conversion(), activity.status(), activity.outcome());
    }

    /** The records minute by minute, from the first minute on, under the names r1, r2 and so on. */
    public static List<FoldedRecord> minutely(FoldedRecord... records) {
        List<FoldedRecord> inOrder = new ArrayList<>();
        for (FoldedRecord next : records) {
            int minute = inOrder.size() + 1;
            inOrder.add(at(Samples.at(minute), "r" + minute, next));
        }
        return inOrder;
    }

    /** The position after these records, of which the fold rejects none. */
    static HeldPosition after(HeldPosition before, BookRules rules, FoldedRecord... records) {
        RecordedOutcomes outcomes = new RecordedOutcomes();
        Iterator<FoldedRecord> inOrder = minutely(records).iterator();
        FoldedPosition start =
                new FoldedPosition(before.position(), before.lastTrade(), TradeOrder.START, /* sinceCheckpoint */ 0);
        FoldedPosition folded = Fold.run(start, inOrder, rules, outcomes);
        if (!outcomes.changes.isEmpty()) {
            throw new AssertionError("Rejected: " + outcomes.changes);
        }
        return new HeldPosition(folded.position(), folded.lastTrade());
    }

    /** The position after these records, of which the fold rejects none. */
    public static Position folded(BookRules rules, FoldedRecord... records) {
        return after(HeldPosition.EMPTY, rules, records).position();
    }

    /** Held, cost, charges in it, realised, income. */
    static void assertNumbers(
            Position position, String held, String cost, String fees, String realised, String income) {
        assertThat(List.of(position.held(), position.cost(), position.fees(), position.realised(), position.income()))
                .containsExactly(
                        new BigDecimal(held),
                        new BigDecimal(cost),
                        new BigDecimal(fees),
                        new BigDecimal(realised),
                        new BigDecimal(income));
    }
}
