package io.trakkit.domain.lots;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.position.Checkpoint;
import io.trakkit.domain.position.Fold;
import io.trakkit.domain.position.FoldedActivity;
import io.trakkit.domain.position.FoldedPosition;
import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.position.FoldedTrade;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.testing.RandomLedger;
import io.trakkit.domain.testing.RandomLedger.Step;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.Rank;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.testing.Seed;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** By every method lots and gains add up to the totals, over random portfolios with every kind of record. */
class LotSumsTest {

    private static final int PORTFOLIOS = 300;

    private final Seed seed = Seed.ofThisRun();

    @Test
    void lotsAndGainsAddUpToTheTotals() {
        for (int i = 0; i < PORTFOLIOS; i++) {
            Seed ofPortfolio = seed.plus(i);
            RandomLedger ledger = RandomLedger.of(ofPortfolio, 200);
            ByOutcome found = folded(ledger);
            for (CostMethod method : CostMethod.values()) {
                check(method, ledger, found, ofPortfolio);
            }
        }
    }

    private record ByOutcome(List<FoldedRecord> decided, Position position) {}

    /** The records as they were created, on one key; amendments are left out. */
    private static ByOutcome folded(RandomLedger ledger) {
        TreeMap<RefId, FoldedRecord> records = new TreeMap<>();
        for (Step step : ledger.steps()) {
            switch (step) {
                case Step.Event(TradeEvent.Created created) ->
                    records.put(created.trade().refId(), trade(created));
                case Step.Event(TradeEvent.ActivityCreated created) ->
                    records.put(created.activity().refId(), activity(created));
                case Step.Event _ -> {}
                case Step.Recorded(FoldedActivity action) -> records.put(action.refId(), action);
                case Step.Withdrawn(RefId actionId) -> records.remove(actionId);
            }
        }
        List<FoldedRecord> inOrder = records.values().stream()
                .sorted(Comparator.comparing(FoldedRecord::tradeOrder))
                .toList();
        Map<RefId, FoldOutcome> outcomes = new HashMap<>();
        Fold.Listener listener = new Fold.Listener() {
            @Override
            public void changed(FoldedRecord foldedRecord, FoldOutcome foldOutcome) {
                outcomes.put(foldedRecord.refId(), foldOutcome);
            }

            @Override
            public void checkpoint(Checkpoint checkpoint) {
                // Nothing is stored.
            }
        };
        Position position = Fold.run(FoldedPosition.NONE, inOrder.iterator(), ledger.rules(), listener)
                .position();
        return new ByOutcome(
                inOrder.stream()
                        .map(next -> with(next, outcomes.getOrDefault(next.refId(), next.outcome())))
                        .toList(),
                position);
    }

    private static FoldedTrade trade(TradeEvent.Created created) {
        var trade = created.trade();
        return new FoldedTrade(
                new TradeOrder(trade.executedAt(), Rank.of(trade.side()), trade.refId()),
                trade.volume(),
                trade.price(),
                trade.charges(),
                trade.conversion(),
                trade.status(),
                FoldOutcome.unfolded(trade.status()));
    }

    private static FoldedActivity activity(TradeEvent.ActivityCreated created) {
        var activity = created.activity();
        return new FoldedActivity(
                new TradeOrder(activity.executedAt(), Rank.ACTIVITY, activity.refId()),
                activity.terms(),
                activity.tax(),
                activity.conversion(),
                activity.status(),
                FoldOutcome.unfolded(activity.status()));
    }

    private static FoldedRecord with(FoldedRecord next, FoldOutcome outcome) {
        return switch (next) {
            case FoldedTrade trade ->
                new FoldedTrade(
                        trade.tradeOrder(),
                        trade.volume(),
                        trade.price(),
                        trade.charges(),
                        trade.conversion(),
                        trade.status(),
                        outcome);
            case FoldedActivity activity ->
                new FoldedActivity(
                        activity.tradeOrder(),
                        activity.terms(),
                        activity.tax(),
                        activity.conversion(),
                        activity.status(),
                        outcome);
        };
    }

    private static void check(CostMethod method, RandomLedger ledger, ByOutcome found, Seed seed) {
        List<Disposal> disposals = new ArrayList<>();
        LotBook book = new LotBook(method, ledger.rules(), disposals::add);
        LotBook unheard = new LotBook(method, ledger.rules());
        BigDecimal income = BigDecimal.ZERO;
        for (FoldedRecord next : found.decided()) {
            BigDecimal held = book.position().held();
            income = income.add(IncomeEntry.of(next, held, ledger.rules())
                    .filter(entry -> entry.type() == ActivityType.DIVIDEND)
                    .map(IncomeEntry::net)
                    .orElse(BigDecimal.ZERO));
            book.add(next);
            unheard.add(next);
            checkSums(book, disposals, method + " after " + next.tradeOrder() + ", " + seed);
        }
        Position position = book.position();
        String what = method + ", " + seed;
        assertThat(unheard.position()).as(what).isEqualTo(position);
        assertThat(position.held()).as(what).isEqualTo(found.position().held());
        assertThat(position.income()).as(what).isEqualTo(found.position().income());
        assertThat(income).as(what).isEqualByComparingTo(position.income());
        if (method == CostMethod.AVERAGE) {
            assertThat(position).as(what).isEqualTo(found.position());
        }
        checkDisposals(disposals, what);
    }

    private static void checkSums(LotBook book, List<Disposal> disposals, String what) {
        Position position = book.position();
        List<Lot> lots = book.lots();
        int sign = position.held().signum();
        assertThat(sum(lots.stream().map(Lot::units))).as(what).isEqualByComparingTo(position.held());
        assertThat(sum(lots.stream().map(Lot::cost))).as(what).isEqualByComparingTo(position.cost());
        assertThat(sum(lots.stream().map(Lot::fees))).as(what).isEqualByComparingTo(position.fees());
        assertThat(sum(disposals.stream().map(Disposal::gain))).as(what).isEqualByComparingTo(position.realised());
        assertThat(lots).as(what).allMatch(lot -> lot.units().signum() == sign);
        assertThat(lots).as(what).allMatch(lot -> sign < 0 || lot.cost().signum() >= 0);
    }

    private static void checkDisposals(List<Disposal> disposals, String what) {
        for (Disposal disposal : disposals) {
            assertThat(sum(disposal.lots().stream().map(TakenLot::units)))
                    .as(what)
                    .isEqualByComparingTo(disposal.units());
            assertThat(sum(disposal.lots().stream().map(TakenLot::cost)))
                    .as(what)
                    .isEqualByComparingTo(disposal.cost());
        }
    }

    private static BigDecimal sum(Stream<BigDecimal> numbers) {
        return numbers.reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
