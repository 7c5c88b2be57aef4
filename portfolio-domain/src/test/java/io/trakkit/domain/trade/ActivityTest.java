package io.trakkit.domain.trade;

import static io.trakkit.domain.position.Samples.USER;
import static io.trakkit.domain.position.Samples.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Money;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ratio;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Volume;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ActivityTest {

    private static final Optional<Conversion> EUROS =
            Optional.of(new Conversion(new CurrencyCode("EUR"), FxRate.of("1.1")));

    private static ActivityTerms terms(ActivityType type, String fields) {
        return new ActivityTerms(
                type,
                fields.contains("v") ? Optional.of(Volume.of("5")) : Optional.empty(),
                fields.contains("t") ? Optional.of(BigDecimal.TWO) : Optional.empty(),
                fields.contains("p") ? Optional.of(BigDecimal.TWO) : Optional.empty(),
                fields.contains("r") ? Optional.of(new Ratio(BigDecimal.TWO, BigDecimal.ONE)) : Optional.empty(),
                fields.contains("w"));
    }

    /** A letter for each field: volume, total, per_unit, ratio, whole. */
    private static String[] legal(ActivityType type) {
        return switch (type) {
            case DIVIDEND, RETURN_OF_CAPITAL, COST_ADJUSTMENT -> new String[] {"t", "p"};
            case SPLIT -> new String[] {"r"};
            case BONUS -> new String[] {"v", "r", "rw"};
            case CASH_IN_LIEU, TRANSFER_IN -> new String[] {"vt"};
            case TRANSFER_OUT -> new String[] {"v"};
            case DEPOSIT, WITHDRAWAL, INTEREST, CHARGE -> new String[] {"t"};
        };
    }

    @ParameterizedTest
    @EnumSource
    void aTypeHasItsFieldsAndNoOthers(ActivityType type) {
        for (int bits = 0; bits < 32; bits++) {
            StringBuilder fields = new StringBuilder();
            for (int field = 0; field < 5; field++) {
                if ((bits >> field & 1) == 1) {
                    fields.append("vtprw".charAt(field));
                }
            }
            String chosen = fields.toString();
            if (Set.of(legal(type)).contains(chosen)) {
                assertThat(terms(type, chosen).type()).isEqualTo(type);
            } else {
                assertThatThrownBy(() -> terms(type, chosen))
                        .as("%s %s", type, chosen)
                        .isInstanceOf(InvalidValueException.class);
            }
        }
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(InvalidValueException.class).hasMessage(message);
    }

    @Test
    void aMissingOrWrongFieldIsNamed() {
        refused(
                () -> terms(ActivityType.DIVIDEND, ""),
                "a dividend has either per_unit or total, and this one has neither");
        refused(
                () -> terms(ActivityType.DIVIDEND, "tp"),
                "a dividend has either per_unit or total, and this one has both");
        refused(() -> terms(ActivityType.SPLIT, "v"), "a split needs numerator and denominator");
        refused(() -> terms(ActivityType.TRANSFER_IN, "v"), "a transfer_in needs cost");
        refused(() -> terms(ActivityType.CASH_IN_LIEU, "v"), "a cash_in_lieu needs amount");
        refused(() -> terms(ActivityType.BONUS, "vw"), "a bonus has no whole beside volume");
        refused(() -> terms(ActivityType.DEPOSIT, "tv"), "a deposit has no volume");
    }

    @ParameterizedTest
    @CsvSource({
        "dividend, false",
        "return_of_capital, false",
        "cost_adjustment, true",
        "deposit, false",
        "withdrawal, false",
        "interest, true",
        "charge, true"
    })
    void onlySomeTotalsCanBeNegative(String type, boolean possible) {
        ThrowingCallable negative = () -> ActivityTerms.ofTotal(ActivityType.parse(type), new BigDecimal("-0.5"));
        if (possible) {
            assertThatCode(negative).doesNotThrowAnyException();
        } else {
            refused(negative, "total must not be negative, but is -0.5");
        }
    }

    @Test
    void numbersAreBoundedAndNormalised() {
        assertThat(ActivityTerms.ofTotal(ActivityType.DIVIDEND, new BigDecimal("2.50")))
                .isEqualTo(ActivityTerms.ofTotal(ActivityType.DIVIDEND, new BigDecimal("2.5")));
        refused(
                () -> ActivityTerms.ofTotal(ActivityType.DIVIDEND, new BigDecimal("1e2000000000")),
                "must have at most 12 digits before the point");
        refused(
                () -> new Ratio(new BigDecimal("1e2000000000"), BigDecimal.ONE),
                "must have at most 12 digits before the point");
        refused(
                () -> new Ratio(BigDecimal.ONE, new BigDecimal("1e-19")),
                "must have at most 18 digits after the point");
        refused(() -> new Ratio(BigDecimal.ZERO, BigDecimal.ONE), "must be greater than zero, not 0");
    }

    private static Activity activity(
            ActivityTerms terms, Optional<Ticker> ticker, String tax, Optional<Conversion> conversion) {
        return new Activity(
                new RefId("a"),
                USER,
                new PortfolioId(1),
                ticker,
                terms,
                TradeStatus.SUCCESS,
                at(1),
                Money.of(tax),
                conversion);
    }

    @Test
    void anActivityOfCashHasNoTickerAndEveryOtherHasOne() {
        Optional<Ticker> ticker = Optional.of(new Ticker("X"));
        assertThat(activity(terms(ActivityType.DEPOSIT, "t"), Optional.empty(), "0", EUROS)
                        .keyTicker())
                .isEqualTo(Ticker.CASH);
        refused(
                () -> activity(terms(ActivityType.DEPOSIT, "t"), ticker, "0", EUROS),
                "a deposit is about cash and has no ticker");
        refused(
                () -> activity(terms(ActivityType.DIVIDEND, "t"), Optional.empty(), "0", EUROS),
                "a dividend needs a ticker");
        assertThatThrownBy(() -> activity(terms(ActivityType.DIVIDEND, "t"), Optional.of(Ticker.CASH), "0", EUROS))
                .isInstanceOf(InvalidValueException.class);
    }

    @Test
    void taxAndCurrencyAreOfTypesWithMoney() {
        Optional<Ticker> ticker = Optional.of(new Ticker("X"));
        assertThat(activity(terms(ActivityType.DIVIDEND, "t"), ticker, "1", EUROS)
                        .tax())
                .isEqualTo(Money.of("1"));
        refused(() -> activity(terms(ActivityType.TRANSFER_IN, "vt"), ticker, "1", EUROS), "a transfer_in has no tax");
        refused(() -> activity(terms(ActivityType.SPLIT, "r"), ticker, "0", EUROS), "a split has no currency");
    }

    private static ActivityAmendment amendment(String fields, Optional<Boolean> whole) {
        return new ActivityAmendment(
                fields.contains("v") ? Optional.of(Volume.of("7")) : Optional.empty(),
                fields.contains("t") ? Optional.of(BigDecimal.TEN) : Optional.empty(),
                fields.contains("p") ? Optional.of(BigDecimal.TEN) : Optional.empty(),
                fields.contains("r") ? Optional.of(new Ratio(BigDecimal.TEN, BigDecimal.ONE)) : Optional.empty(),
                whole,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void anAmendmentAmendsSomethingAndOneOfAPair() {
        refused(() -> amendment("", Optional.empty()), "must have at least one field to amend");
        refused(() -> amendment("tp", Optional.empty()), "must have either total or per_unit, not both");
    }

    @Test
    void oneOfAPairReplacesTheOther() {
        assertThat(amendment("p", Optional.empty()).appliedTo(terms(ActivityType.DIVIDEND, "t")))
                .isEqualTo(ActivityTerms.perUnit(ActivityType.DIVIDEND, BigDecimal.TEN));
        assertThat(amendment("v", Optional.empty()).appliedTo(terms(ActivityType.BONUS, "rw")))
                .isEqualTo(ActivityTerms.ofVolume(ActivityType.BONUS, Volume.of("7")));
        assertThat(amendment("r", Optional.empty()).appliedTo(terms(ActivityType.BONUS, "rw")))
                .isEqualTo(ActivityTerms.wholeBonus(new Ratio(BigDecimal.TEN, BigDecimal.ONE)));
    }

    @Test
    void twoAmendmentsAsOneDoWhatBothDo() {
        ActivityTerms bonus = terms(ActivityType.BONUS, "r");
        ActivityAmendment wholeUnits = amendment("", Optional.of(true));
        for (String second : new String[] {"v", "r"}) {
            ActivityAmendment then = amendment(second, Optional.empty());
            assertThat(wholeUnits.then(then).appliedTo(bonus)).isEqualTo(then.appliedTo(wholeUnits.appliedTo(bonus)));
        }
        ActivityTerms dividend = terms(ActivityType.DIVIDEND, "t");
        ActivityAmendment perUnit = amendment("p", Optional.empty());
        ActivityAmendment total = amendment("t", Optional.empty());
        assertThat(perUnit.then(total).appliedTo(dividend)).isEqualTo(total.appliedTo(dividend));
    }

    @Test
    void aTradeIsNotOfCash() {
        assertThatThrownBy(() -> new Trade(
                        new RefId("t"),
                        USER,
                        new PortfolioId(1),
                        Side.BUY,
                        SecurityType.STOCK,
                        Ticker.CASH,
                        Volume.of("1"),
                        Price.of("1"),
                        TradeStatus.SUCCESS,
                        at(1)))
                .isInstanceOf(InvalidValueException.class);
    }
}
