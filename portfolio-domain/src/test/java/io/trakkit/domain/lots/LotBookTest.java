package io.trakkit.domain.lots;

import static io.trakkit.domain.position.Records.bonus;
import static io.trakkit.domain.position.Records.buy;
import static io.trakkit.domain.position.Records.cashInLieu;
import static io.trakkit.domain.position.Records.charges;
import static io.trakkit.domain.position.Records.corporateAction;
import static io.trakkit.domain.position.Records.fee;
import static io.trakkit.domain.position.Records.in;
import static io.trakkit.domain.position.Records.minutely;
import static io.trakkit.domain.position.Records.perUnit;
import static io.trakkit.domain.position.Records.sell;
import static io.trakkit.domain.position.Records.split;
import static io.trakkit.domain.position.Records.total;
import static io.trakkit.domain.position.Records.transferIn;
import static io.trakkit.domain.position.Records.transferOut;
import static io.trakkit.domain.position.Samples.RULES;
import static io.trakkit.domain.position.Samples.SHORT_ALLOWED;
import static io.trakkit.domain.position.Samples.at;
import static io.trakkit.domain.trade.ActivityType.COST_ADJUSTMENT;
import static io.trakkit.domain.trade.ActivityType.DIVIDEND;
import static io.trakkit.domain.trade.ActivityType.RETURN_OF_CAPITAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.position.FoldedTrade;
import io.trakkit.domain.position.LastTrade;
import io.trakkit.domain.position.LocalAmounts;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.position.Records;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Price;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lots and disposals by each method, in numbers that a person can check. The record r1 is of minute 1, r2 of minute 2. */
class LotBookTest {

    private final List<Disposal> disposals = new ArrayList<>();

    private LotBook book(CostMethod method, BookRules rules, FoldedRecord... records) {
        disposals.clear();
        LotBook book = new LotBook(method, rules, disposals::add);
        minutely(records).forEach(book::add);
        return book;
    }

    private LotBook book(CostMethod method, FoldedRecord... records) {
        return book(method, RULES, records);
    }

    private static Lot lot(int number, String units, String cost, String fees) {
        return new Lot(
                at(number), new RefId("r" + number), new BigDecimal(units), new BigDecimal(cost), new BigDecimal(fees));
    }

    private static Lot lot(int number, String units, String cost) {
        return lot(number, units, cost, "0");
    }

    /** Of the day on which it was acquired. */
    private static TakenLot taken(int number, String units, String cost, String fees) {
        return new TakenLot(
                at(number),
                new RefId("r" + number),
                new BigDecimal(units),
                new BigDecimal(cost),
                new BigDecimal(fees),
                0);
    }

    private static TakenLot taken(int number, String units, String cost) {
        return taken(number, units, cost, "0");
    }

    private static Disposal disposal(
            int number,
            Disposal.Cause cause,
            String units,
            String proceeds,
            String cost,
            String fees,
            TakenLot... lots) {
        return new Disposal(
                at(number),
                new RefId("r" + number),
                cause,
                new BigDecimal(units),
                new BigDecimal(proceeds),
                new BigDecimal(cost),
                new BigDecimal(fees),
                List.of(lots));
    }

    private static final FoldedRecord[] THREE_BUYS_AND_A_SELL = {
        buy("50", "115"), buy("50", "116"), buy("50", "114"), sell("60", "120")
    };

    @Test
    void fifoTakesTheOldestLotFirst() {
        LotBook book = book(CostMethod.FIFO, THREE_BUYS_AND_A_SELL);

        // 50 × 115 + 10 × 116 = 6910 for 7200.
        assertThat(disposals)
                .containsExactly(disposal(
                        4,
                        Disposal.Cause.TRADE,
                        "60",
                        "7200",
                        "6910",
                        "0",
                        taken(1, "50", "5750"),
                        taken(2, "10", "1160")));
        assertThat(disposals.getFirst().gain()).isEqualTo(new BigDecimal("290"));
        assertThat(book.lots()).containsExactly(lot(2, "40", "4640"), lot(3, "50", "5700"));
    }

    @Test
    void lifoTakesTheNewestLotFirst() {
        LotBook book = book(CostMethod.LIFO, THREE_BUYS_AND_A_SELL);

        // 50 × 114 + 10 × 116 = 6860.
        assertThat(disposals)
                .containsExactly(disposal(
                        4,
                        Disposal.Cause.TRADE,
                        "60",
                        "7200",
                        "6860",
                        "0",
                        taken(3, "50", "5700"),
                        taken(2, "10", "1160")));
        assertThat(book.lots()).containsExactly(lot(1, "50", "5750"), lot(2, "40", "4640"));
    }

    @Test
    void hifoTakesTheDearestLotFirstAndOfEqualOnesTheOldest() {
        LotBook book = book(CostMethod.HIFO, THREE_BUYS_AND_A_SELL);

        // 50 × 116 + 10 × 115 = 6950.
        assertThat(disposals)
                .containsExactly(disposal(
                        4,
                        Disposal.Cause.TRADE,
                        "60",
                        "7200",
                        "6950",
                        "0",
                        taken(2, "50", "5800"),
                        taken(1, "10", "1150")));
        assertThat(book.lots()).containsExactly(lot(1, "40", "4600"), lot(3, "50", "5700"));

        assertThat(book(CostMethod.HIFO, buy("1", "7"), buy("2", "7"), sell("1", "8"))
                        .lots())
                .containsExactly(lot(2, "2", "14"));
    }

    @Test
    void byAverageAllUnitsCostTheSameAndTheOldestLeaveFirst() {
        LotBook book = book(CostMethod.AVERAGE, THREE_BUYS_AND_A_SELL);

        // 17250 ÷ 150 = 115 a unit.
        assertThat(disposals)
                .containsExactly(disposal(
                        4,
                        Disposal.Cause.TRADE,
                        "60",
                        "7200",
                        "6900",
                        "0",
                        taken(1, "50", "5750"),
                        taken(2, "10", "1150")));
        assertThat(book.lots()).containsExactly(lot(2, "40", "4600"), lot(3, "50", "5750"));
    }

    @Test
    void theRoundingOfAveragesIsInTheLastLot() {
        LotBook book = book(CostMethod.AVERAGE, fee("1", buy("1", "0")), buy("1", "0"), buy("1", "0"));

        assertThat(book.lots())
                .containsExactly(
                        lot(1, "1", "0.33333333333333333333", "0.33333333333333333333"),
                        lot(2, "1", "0.33333333333333333333", "0.33333333333333333333"),
                        lot(3, "1", "0.33333333333333333334", "0.33333333333333333334"));
    }

    @Test
    void chargesAreInTheCostOfALotAndDeductedFromProceeds() {
        LotBook book = book(
                CostMethod.FIFO, fee("20", buy("5", "100")), buy("10", "100"), charges("15", "5", sell("10", "150")));

        assertThat(disposals)
                .containsExactly(disposal(
                        3,
                        Disposal.Cause.TRADE,
                        "10",
                        "1480",
                        "1020",
                        "20",
                        taken(1, "5", "520", "20"),
                        taken(2, "5", "500")));
        assertThat(book.lots()).containsExactly(lot(2, "5", "500"));
        assertThat(book.position().fees()).isEqualByComparingTo("0");
    }

    @Test
    void aLotGivesItsShareRoundedAndAllThatIsLeftWithItsLastUnit() {
        book(CostMethod.FIFO, buy("3", "0.333333333333333333"), sell("1", "1"), sell("2", "1"));
        assertThat(disposals.get(0).cost()).isEqualTo(new BigDecimal("0.333333333333333333"));
        assertThat(disposals.get(1).cost()).isEqualTo(new BigDecimal("0.666666666666666666"));

        book(CostMethod.LIFO, fee("1", buy("3", "0")), sell("1", "1"), sell("1", "1"), sell("1", "1"));
        assertThat(disposals.stream().map(Disposal::cost))
                .containsExactly(
                        new BigDecimal("0.33333333333333333333"),
                        new BigDecimal("0.33333333333333333334"),
                        new BigDecimal("0.33333333333333333333"));
    }

    @Test
    void splitsMultiplyTheUnitsAndKeepCostAndTime() {
        FoldedRecord[] records = {buy("1", "10"), buy("2", "30"), corporateAction(split("3", "2")), sell("2", "40")};

        assertThat(book(CostMethod.FIFO, records).lots()).containsExactly(lot(2, "2.5", "50"));
        assertThat(disposals)
                .containsExactly(disposal(
                        4, Disposal.Cause.TRADE, "2", "80", "20", "0", taken(1, "1.5", "10"), taken(2, "0.5", "10")));
    }

    @Test
    void theLastLotHasWhatASplitRounds() {
        assertThat(book(CostMethod.FIFO, buy("1", "1"), buy("1", "1"), buy("1", "1"), split("1", "3"))
                        .lots())
                .containsExactly(
                        lot(1, "0.333333333333333333", "1"),
                        lot(2, "0.333333333333333333", "1"),
                        lot(3, "0.333333333333333334", "1"));
    }

    @Test
    void aLotThatASplitRoundsToNothingLeavesItsCostToTheNext() {
        assertThat(book(CostMethod.FIFO, fee("5", buy("0.000000000000000001", "1")), buy("3", "1"), split("1", "3"))
                        .lots())
                .containsExactly(lot(2, "1", "8.000000000000000001", "5"));
        assertThat(book(CostMethod.FIFO, buy("3", "1"), fee("5", buy("0.000000000000000001", "1")), split("1", "3"))
                        .lots())
                .containsExactly(lot(1, "1", "8.000000000000000001", "5"));
    }

    @Test
    void unitsThatASplitRoundsToNothingAreALoss() {
        LotBook book = book(CostMethod.FIFO, fee("5", buy("0.000000000000000001", "0")), split("1", "3"));

        assertThat(disposals)
                .containsExactly(disposal(
                        2,
                        Disposal.Cause.SPLIT,
                        "0.000000000000000001",
                        "0",
                        "5",
                        "0",
                        taken(1, "0.000000000000000001", "5", "5")));
        assertThat(book.lots()).isEmpty();
        assertThat(book.position().realised()).isEqualByComparingTo("-5");
    }

    @Test
    void freeUnitsByNumberAreALotAndByRatioPartOfTheLots() {
        assertThat(book(CostMethod.FIFO, buy("10", "1"), bonus("5")).lots())
                .containsExactly(lot(1, "10", "10"), lot(2, "5", "0"));
        assertThat(book(CostMethod.FIFO, buy("10", "1"), bonus("1", "2")).lots())
                .containsExactly(lot(1, "15", "10"));
        assertThat(book(CostMethod.HIFO, bonus("5"), buy("10", "1"), sell("11", "2"))
                        .lots())
                .containsExactly(lot(1, "4", "0"));
    }

    @Test
    void aReturnOfCapitalIsSpreadByUnitsAndNoLotGoesBelowZero() {
        FoldedRecord[] buys = {buy("1", "10"), buy("3", "100")};
        assertThat(book(CostMethod.FIFO, buys[0], buys[1], perUnit(RETURN_OF_CAPITAL, "2"))
                        .lots())
                .containsExactly(lot(1, "1", "8"), lot(2, "3", "294"));
        // 25 a unit, of which the first lot has only 10.
        assertThat(book(CostMethod.FIFO, buys[0], buys[1], total(RETURN_OF_CAPITAL, "100"))
                        .lots())
                .containsExactly(lot(1, "1", "0"), lot(2, "3", "210"));
        assertThat(disposals).isEmpty();

        LotBook beyond = book(CostMethod.FIFO, buys[0], buys[1], total(RETURN_OF_CAPITAL, "400"));
        assertThat(beyond.lots()).containsExactly(lot(1, "1", "0"), lot(2, "3", "0"));
        assertThat(disposals).containsExactly(disposal(3, Disposal.Cause.RETURN_OF_CAPITAL, "0", "90", "0", "0"));
    }

    @Test
    void anAdjustmentIsSpreadByUnits() {
        FoldedRecord[] buys = {buy("1", "10"), buy("2", "100")};
        assertThat(book(CostMethod.LIFO, buys[0], buys[1], total(COST_ADJUSTMENT, "1"))
                        .lots())
                .containsExactly(lot(1, "1", "10.33333333333333333333"), lot(2, "2", "200.66666666666666666667"));
        assertThat(book(CostMethod.LIFO, buys[0], buys[1], total(COST_ADJUSTMENT, "-999"))
                        .lots())
                .containsExactly(lot(1, "1", "0"), lot(2, "2", "0"));
        assertThat(disposals).isEmpty();
    }

    @Test
    void anAdjustmentCanChangeWhichLotIsTheDearest() {
        // 10 and 11 a unit; a return of 10.5 a unit leaves 0 and a bit: the second one is the dearest still.
        LotBook book =
                book(CostMethod.HIFO, buy("1", "11"), buy("1", "12"), total(RETURN_OF_CAPITAL, "22.5"), sell("1", "1"));
        assertThat(book.lots()).containsExactly(lot(1, "1", "0"));
        assertThat(disposals.getFirst().lots()).containsExactly(taken(2, "1", "0.5"));
    }

    @Test
    void transfersAndCashInLieuAreByTheMethodToo() {
        LotBook book = book(
                CostMethod.LIFO, transferIn("10", "100"), buy("5", "20"), transferOut("6"), cashInLieu("0.5", "8"));

        assertThat(book.lots()).containsExactly(lot(1, "8.5", "85"));
        assertThat(disposals)
                .containsExactly(disposal(4, Disposal.Cause.CASH_IN_LIEU, "0.5", "8", "5", "0", taken(1, "0.5", "5")));
    }

    @Test
    void aShortSaleIsALotOfUnitsOwed() {
        LotBook book = book(
                CostMethod.LIFO,
                SHORT_ALLOWED,
                fee("100", sell("10", "100")),
                fee("120", sell("10", "120")),
                fee("80", buy("5", "80")));

        // 5 × 120 − 60 = 540 came in, 5 × 80 + 80 = 480 go out.
        assertThat(disposals)
                .containsExactly(
                        disposal(3, Disposal.Cause.TRADE, "-5", "-480", "-540", "80", taken(2, "-5", "-540", "60")));
        assertThat(disposals.getFirst().gain()).isEqualByComparingTo("60");
        assertThat(book.lots()).containsExactly(lot(1, "-10", "-900", "100"), lot(2, "-5", "-540", "60"));
        assertThat(book.position().cost()).isEqualByComparingTo("-1440");
    }

    @Test
    void hifoClosesTheShortSaleWithTheHighestProceedsPerUnitFirst() {
        LotBook book =
                book(CostMethod.HIFO, SHORT_ALLOWED, sell("1", "10"), sell("1", "12"), sell("1", "11"), buy("1", "5"));

        assertThat(book.lots()).containsExactly(lot(1, "-1", "-10"), lot(3, "-1", "-11"));
    }

    @Test
    void aSellBeyondTheLotsClosesAllAndOpensALotOfUnitsOwed() {
        LotBook book = book(CostMethod.FIFO, SHORT_ALLOWED, buy("1", "10"), buy("1", "20"), fee("4", sell("4", "30")));

        // Half of 120 − 4 for what cost 30; the other half opens.
        assertThat(disposals)
                .containsExactly(disposal(
                        3, Disposal.Cause.TRADE, "2", "58", "30", "2", taken(1, "1", "10"), taken(2, "1", "20")));
        assertThat(book.lots()).containsExactly(lot(3, "-2", "-58", "2"));
    }

    @Test
    void aTransferInClosesUnitsOwed() {
        book(CostMethod.FIFO, SHORT_ALLOWED, sell("2", "10"), transferIn("3", "24"));

        assertThat(disposals)
                .containsExactly(
                        disposal(2, Disposal.Cause.TRANSFER_IN, "-2", "-16", "-20", "0", taken(1, "-2", "-20")));
    }

    @Test
    void daysHeldAreThoseBetweenTheDatesInUtc() {
        LotBook book = new LotBook(CostMethod.FIFO, RULES, disposals::add);
        book.add(Records.at(Instant.parse("1969-12-30T23:59:59Z"), "b", buy("2", "1")));
        book.add(Records.at(Instant.parse("1970-01-02T00:00:00Z"), "s1", sell("1", "1")));
        book.add(Records.at(Instant.parse("2024-03-01T00:00:00Z"), "s2", sell("1", "1")));

        assertThat(disposals.stream().map(disposal -> disposal.lots().getFirst().daysHeld()))
                .containsExactly(3L, 19_785L);
    }

    @Test
    void totalsHaveIncomeTheLastTradeAndTheRecordsOwnCurrency() {
        LotBook book = book(
                CostMethod.FIFO,
                in("EUR", "2", buy("1", "10")),
                in("EUR", "3", buy("1", "20")),
                in("EUR", "4", sell("1", "30")),
                in("EUR", "2", perUnit(DIVIDEND, "1.5")));

        assertThat(book.position())
                .isEqualTo(new Position(
                        BigDecimal.ONE,
                        new BigDecimal("60"),
                        BigDecimal.ZERO,
                        new BigDecimal("100"),
                        new BigDecimal("3"),
                        new LocalAmounts.Foreign(new CurrencyCode("EUR"), new BigDecimal("20"), new BigDecimal("20"))));
        LastTrade lastTrade = book.heldPosition().lastTrade();
        assertThat(lastTrade).isNotNull();
        assertThat(lastTrade.price()).isEqualTo(Price.of("30"));
        assertThat(lastTrade.time()).isEqualTo(at(3));
    }

    @Test
    void onlyAppliedRecordsCount() {
        FoldedTrade sold = sell("1", "1");
        FoldedTrade rejected = new FoldedTrade(
                sold.tradeOrder(),
                sold.volume(),
                sold.price(),
                TradeStatus.SUCCESS,
                FoldOutcome.rejected(BigDecimal.ZERO));

        assertThat(book(CostMethod.FIFO, rejected).position()).isEqualTo(Position.EMPTY);
        assertThat(disposals).isEmpty();
    }

    @Test
    void recordsOutOfOrderAreADefectOfTheCaller() {
        LotBook book = book(CostMethod.FIFO, buy("1", "1"), buy("1", "1"));
        assertThatThrownBy(() -> book.add(Records.at(at(1), "r9", buy("1", "1"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Out of order");
    }

    @Test
    void theNamesOfTheMethodsAreThese() {
        assertThat(List.of(CostMethod.values())).allMatch(method -> CostMethod.parse(method.wireName()) == method);
        assertThat(CostMethod.HIFO.wireName()).isEqualTo("hifo");
        assertThatThrownBy(() -> CostMethod.parse("FIFO"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("must be \"average\" or \"fifo\" or \"lifo\" or \"hifo\", not \"FIFO\"");
    }
}
