package io.trakkit.domain.lots;

import static io.trakkit.domain.position.Records.bonus;
import static io.trakkit.domain.position.Records.buy;
import static io.trakkit.domain.position.Records.cashInLieu;
import static io.trakkit.domain.position.Records.charges;
import static io.trakkit.domain.position.Records.corporateAction;
import static io.trakkit.domain.position.Records.in;
import static io.trakkit.domain.position.Records.perUnit;
import static io.trakkit.domain.position.Records.sell;
import static io.trakkit.domain.position.Records.split;
import static io.trakkit.domain.position.Records.taxed;
import static io.trakkit.domain.position.Records.total;
import static io.trakkit.domain.position.Records.transferIn;
import static io.trakkit.domain.position.Records.transferOut;
import static io.trakkit.domain.position.Samples.RULES;
import static io.trakkit.domain.trade.ActivityType.CHARGE;
import static io.trakkit.domain.trade.ActivityType.COST_ADJUSTMENT;
import static io.trakkit.domain.trade.ActivityType.DEPOSIT;
import static io.trakkit.domain.trade.ActivityType.DIVIDEND;
import static io.trakkit.domain.trade.ActivityType.INTEREST;
import static io.trakkit.domain.trade.ActivityType.RETURN_OF_CAPITAL;
import static io.trakkit.domain.trade.ActivityType.WITHDRAWAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.position.FoldedActivity;
import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.position.FoldedTrade;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.CurrencyCode;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class CashAndIncomeTest {

    private static void assertMoves(
            FoldedRecord foldedRecord, String held, String currency, String amount, String converted) {
        assertThat(CashMovement.of(foldedRecord, new BigDecimal(held), RULES)).hasValueSatisfying(movement -> {
            assertThat(movement.currency()).isEqualTo(new CurrencyCode(currency));
            assertThat(movement.amount()).isEqualByComparingTo(amount);
            assertThat(movement.converted()).isEqualByComparingTo(converted);
            assertThat(movement.at()).isEqualTo(foldedRecord.tradeOrder().executedAt());
            assertThat(movement.refId()).isEqualTo(foldedRecord.refId());
        });
    }

    private static void assertMoves(FoldedRecord foldedRecord, String held, String amount) {
        assertMoves(foldedRecord, held, "USD", amount, amount);
    }

    @Test
    void tradesMoveTheirMoneyWithTheCharges() {
        assertMoves(charges("2", "1", buy("3", "10")), "0", "-33");
        assertMoves(charges("2", "1", sell("3", "10")), "3", "27");
        assertMoves(in("EUR", "1.1", charges("2", "1", buy("3", "10"))), "0", "EUR", "-33", "-36.3");
        assertMoves(in("USD", "1", buy("3", "10")), "0", "-30");
    }

    @Test
    void whatTheUnitsGetIsWithoutTheTaxAndPaidForUnitsOwed() {
        assertMoves(taxed("0.5", perUnit(DIVIDEND, "2")), "3", "5.5");
        assertMoves(taxed("0.5", total(DIVIDEND, "2")), "3", "1.5");
        assertMoves(total(DIVIDEND, "2"), "-3", "-2");
        assertMoves(in("EUR", "2", perUnit(DIVIDEND, "2")), "-3", "EUR", "-6", "-12");
        assertMoves(taxed("1", total(RETURN_OF_CAPITAL, "4")), "1", "3");
        assertMoves(cashInLieu("1", "4"), "1", "4");
        assertMoves(taxed("1", cashInLieu("1", "4")), "-1", "-5");
    }

    @Test
    void cashIsMovedByItsActivities() {
        assertMoves(total(DEPOSIT, "100"), "0", "100");
        assertMoves(in("EUR", "2", total(WITHDRAWAL, "40")), "0", "EUR", "-40", "-80");
        assertMoves(taxed("1", total(INTEREST, "5")), "0", "4");
        assertMoves(total(INTEREST, "-5"), "0", "-5");
        assertMoves(total(CHARGE, "7"), "0", "-7");
        assertMoves(total(CHARGE, "-7"), "0", "7");
    }

    @Test
    void nothingElseMovesCash() {
        for (FoldedRecord without : List.of(
                total(COST_ADJUSTMENT, "1"),
                split("2", "1"),
                bonus("1"),
                transferIn("1", "5"),
                transferOut("1"),
                buy("1", "0"))) {
            assertThat(CashMovement.of(without, BigDecimal.ONE, RULES))
                    .as("%s", without)
                    .isEmpty();
        }
        assertThat(CashMovement.of(corporateAction(total(DIVIDEND, "1")), BigDecimal.ZERO, RULES))
                .isEmpty();
        FoldedTrade sold = sell("1", "1");
        assertThat(CashMovement.of(
                        new FoldedTrade(
                                sold.tradeOrder(), sold.volume(), sold.price(), TradeStatus.FAILED, FoldOutcome.FAILED),
                        BigDecimal.ONE,
                        RULES))
                .isEmpty();
    }

    private static void assertEarns(
            FoldedActivity activity,
            String held,
            ActivityType type,
            String currency,
            String gross,
            String tax,
            String net) {
        assertThat(IncomeEntry.of(activity, new BigDecimal(held), RULES))
                .contains(new IncomeEntry(
                        activity.tradeOrder().executedAt(),
                        activity.refId(),
                        type,
                        new CurrencyCode(currency),
                        new BigDecimal(gross),
                        new BigDecimal(tax),
                        new BigDecimal(net)));
    }

    @Test
    void dividendsAndInterestAreIncome() {
        assertEarns(in("EUR", "2", taxed("0.5", perUnit(DIVIDEND, "2"))), "3", DIVIDEND, "EUR", "6", "0.5", "11");
        assertEarns(total(DIVIDEND, "2"), "-3", DIVIDEND, "USD", "-2", "0", "-2");
        assertEarns(taxed("1", total(INTEREST, "5")), "0", INTEREST, "USD", "5", "1", "4");
        assertThat(IncomeEntry.of(total(DEPOSIT, "2"), BigDecimal.ZERO, RULES)).isEmpty();
        assertThat(IncomeEntry.of(total(RETURN_OF_CAPITAL, "2"), BigDecimal.ONE, RULES))
                .isEmpty();
        assertThat(IncomeEntry.of(buy("1", "2"), BigDecimal.ONE, RULES)).isEmpty();
        assertThat(IncomeEntry.of(corporateAction(perUnit(DIVIDEND, "2")), BigDecimal.ZERO, RULES))
                .isEmpty();
    }
}
