package io.trakkit.domain.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.lots.CostMethod;
import io.trakkit.domain.lots.LotBook;
import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.position.LocalAmounts;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.testing.DecidedRecords;
import io.trakkit.domain.testing.RandomLedger;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.testing.Seed;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Explanations of random portfolios with every kind of record, by every cost method. */
class ExplainedLedgerTest {

    private static final int PORTFOLIOS = 100;

    private final Seed seed = Seed.ofThisRun();

    @Test
    void effectsLeadFromNothingToThePositionAndFormulasAreTrue() {
        for (int i = 0; i < PORTFOLIOS; i++) {
            Seed ofPortfolio = seed.plus(i);
            RandomLedger ledger = RandomLedger.of(ofPortfolio, 200);
            DecidedRecords found = DecidedRecords.of(ledger);
            for (CostMethod method : CostMethod.values()) {
                Position explained = explain(method, ledger, found.records(), method + ", " + ofPortfolio);
                assertThat(explained).as(method + ", " + ofPortfolio).isEqualTo(expected(method, ledger, found));
            }
        }
    }

    private static Position expected(CostMethod method, RandomLedger ledger, DecidedRecords found) {
        if (method == CostMethod.AVERAGE) {
            return found.position();
        }
        LotBook lots = new LotBook(method, ledger.rules());
        found.records().forEach(lots::add);
        return lots.position();
    }

    private static Position explain(CostMethod method, RandomLedger ledger, List<FoldedRecord> records, String what) {
        Explainer explainer = new Explainer(method, ledger.rules());
        Map<Figure, BigDecimal> numbers = new EnumMap<>(Figure.class);
        for (FoldedRecord next : records) {
            ExplainedRecord explained = explainer.next(next);
            String where = what + ": " + next;
            if (next.state() != TradeState.APPLIED) {
                assertThat(explained.effects()).as(where).isEmpty();
                assertThat(explained.detail()).as(where).isPresent();
            }
            for (Effect effect : explained.effects()) {
                check(effect, method, numbers, where + " " + effect);
                assertThat(explained.changes(effect.number())).as(where).isTrue();
            }
            for (Figure figure : Figure.values()) {
                BigDecimal now = figure.of(explained.after());
                if (isReported(figure, explained.after())) {
                    assertThat(numbers.getOrDefault(figure, BigDecimal.ZERO))
                            .as(where + " " + figure)
                            .isEqualByComparingTo(Objects.requireNonNull(now));
                }
            }
        }
        return explainer.position();
    }

    /** The numbers in the currency of the records are reported where that is not the portfolio's. */
    private static boolean isReported(Figure figure, Position position) {
        boolean isLocal = figure == Figure.LOCAL_COST || figure == Figure.LOCAL_REALISED;
        return !isLocal || position.local() instanceof LocalAmounts.Foreign;
    }

    private static void check(Effect effect, CostMethod method, Map<Figure, BigDecimal> numbers, String where) {
        BigDecimal before = effect.before();
        if (before != null && effect.after() != null) {
            assertThat(before).as(where).isEqualByComparingTo(numbers.getOrDefault(effect.number(), BigDecimal.ZERO));
        }
        if (effect.after() == null) {
            numbers.remove(effect.number());
        } else {
            numbers.put(effect.number(), effect.after());
        }
        if (effect.formula() == null) {
            assertThat(mayBeWithout(effect, method)).as(where).isTrue();
        } else {
            checkFormula(effect, effect.formula(), where);
        }
    }

    private static boolean mayBeWithout(Effect effect, CostMethod method) {
        return switch (effect.number()) {
            case AVERAGE -> isZero(effect.after());
            case LOCAL_COST, LOCAL_REALISED -> effect.after() == null || method != CostMethod.AVERAGE;
            case HELD, COST, FEES, REALISED, INCOME -> false;
        };
    }

    private static boolean isZero(@Nullable BigDecimal number) {
        return number != null && number.signum() == 0;
    }

    private static void checkFormula(Effect effect, String text, String where) {
        WrittenFormula formula = WrittenFormula.read(text);
        assertThat(formula.result()).as(where).isEqualByComparingTo(Objects.requireNonNull(effect.after()));
        BigDecimal difference = formula.left().subtract(formula.right()).abs();
        BigDecimal rounding = new BigDecimal(
                switch (effect.number()) {
                    case AVERAGE -> "0.005";
                    case HELD -> "1e-18";
                    case COST, FEES, REALISED, INCOME, LOCAL_COST, LOCAL_REALISED -> "1e-19";
                });
        assertThat(difference).as(where).isLessThanOrEqualTo(formula.exact() ? new BigDecimal("1e-80") : rounding);
    }
}
