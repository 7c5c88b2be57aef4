package io.trakkit.query.explain.returns;

import io.trakkit.domain.explain.PresentValueFormula;
import io.trakkit.domain.value.Decimals;
import io.trakkit.query.explain.LoggedRecordAnswer;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * A flow of a money-weighted return: the schema ReturnFlow of docs/openapi.yaml.
 *
 * @param day in UTC
 * @param presentValues one for each rate of the return
 * @param recordCount the number of all its records; there may be fewer in the list
 */
record FlowAnswer(
        String kind,
        Instant at,
        String day,
        int days,
        String amount,
        List<PresentValueAnswer> presentValues,
        List<LoggedRecordAnswer> records,
        int recordCount) {

    /** What it is worth on the day of the first flow, at a rate. */
    record PresentValueAnswer(String amount, String formula) {

        static PresentValueAnswer of(BigDecimal amount, int days, BigDecimal discount) {
            return new PresentValueAnswer(
                    PresentValueFormula.rounded(PresentValueFormula.presentValue(amount, days, discount))
                            .toPlainString(),
                    PresentValueFormula.of(amount, days, discount));
        }
    }

    static FlowAnswer of(
            MoneyFlows.Flow flow,
            int days,
            List<BigDecimal> discounts,
            List<LoggedRecordAnswer> records,
            int recordCount) {
        return new FlowAnswer(
                flow.kind().wireName(),
                flow.at(),
                flow.day().toString(),
                days,
                Decimals.text(flow.amount()),
                discounts.stream()
                        .map(discount -> PresentValueAnswer.of(flow.amount(), days, discount))
                        .toList(),
                records,
                recordCount);
    }
}
