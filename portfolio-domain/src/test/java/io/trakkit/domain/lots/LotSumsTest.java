package io.trakkit.domain.lots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.testing.DecidedRecords;
import io.trakkit.domain.testing.RandomLedger;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.testing.Seed;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** By every method lots and gains add up to the totals, over random portfolios with every kind of record. */
class LotSumsTest {

    private static final int PORTFOLIOS = 300;
    private static final BigDecimal ROUNDINGS = new BigDecimal("0.000000000001");

    private final Seed seed = Seed.ofThisRun();

    @Test
    void lotsAndGainsAddUpToTheTotals() {
        for (int i = 0; i < PORTFOLIOS; i++) {
            Seed ofPortfolio = seed.plus(i);
            RandomLedger ledger = RandomLedger.of(ofPortfolio, 200);
            DecidedRecords found = DecidedRecords.of(ledger);
            for (CostMethod method : CostMethod.values()) {
                check(method, ledger, found, ofPortfolio);
            }
        }
    }

    /** Each rounding is 10⁻²⁰; in which order they fall is not the same. */
    @Test
    void lotsAndGainsAreThoseOfAnIndependentAccount() {
        for (int i = 0; i < PORTFOLIOS; i++) {
            Seed ofPortfolio = seed.plus(i);
            RandomLedger ledger = RandomLedger.of(ofPortfolio, 200);
            for (CostMethod method : List.of(CostMethod.FIFO, CostMethod.LIFO, CostMethod.HIFO)) {
                LotBook book = new LotBook(method, ledger.rules());
                PlainLots plain = new PlainLots(method, ledger.rules());
                for (FoldedRecord next : DecidedRecords.of(ledger).records()) {
                    book.add(next);
                    plain.add(next);
                    String what = method + " after " + next + ", " + ofPortfolio;
                    Position position = book.position();
                    assertThat(position.cost()).as(what).isCloseTo(plain.cost(), within(ROUNDINGS));
                    assertThat(position.realised()).as(what).isCloseTo(plain.realised(), within(ROUNDINGS));
                    if (method != CostMethod.HIFO) {
                        assertThat(book.lots().stream().map(Lot::units))
                                .as(what)
                                .usingElementComparator(BigDecimal::compareTo)
                                .containsExactlyElementsOf(plain.units());
                    }
                }
            }
        }
    }

    private static void check(CostMethod method, RandomLedger ledger, DecidedRecords found, Seed seed) {
        List<Disposal> disposals = new ArrayList<>();
        LotBook book = new LotBook(method, ledger.rules(), disposals::add);
        LotBook unheard = new LotBook(method, ledger.rules());
        BigDecimal income = BigDecimal.ZERO;
        for (FoldedRecord next : found.records()) {
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
