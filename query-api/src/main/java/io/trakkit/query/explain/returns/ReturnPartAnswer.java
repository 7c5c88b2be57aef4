package io.trakkit.query.explain.returns;

import io.trakkit.domain.explain.ReturnFormula;
import io.trakkit.domain.returns.SubPeriod;
import io.trakkit.domain.value.Decimals;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of the span between two flows: the schema ReturnFactor of docs/openapi.yaml. */
record ReturnPartAnswer(
        Instant from,
        Instant to,
        String begin,
        String end,
        @Nullable String factor,
        @Nullable String formula,
        String growth,
        @Nullable String flow,
        List<ReturnRecordAnswer> records,
        int recordCount) {

    /** @param recordCount the number of all its records; there may be fewer in the list */
    static ReturnPartAnswer of(SubPeriod part, List<ReturnRecordAnswer> records, int recordCount) {
        return new ReturnPartAnswer(
                part.from(),
                part.to(),
                Decimals.text(part.begin()),
                Decimals.text(part.end()),
                part.factor()
                        .map(ReturnFormula::rounded)
                        .map(BigDecimal::toPlainString)
                        .orElse(null),
                ReturnFormula.of(part).orElse(null),
                ReturnFormula.rounded(part.growth()).toPlainString(),
                part.flow().map(Decimals::text).orElse(null),
                records,
                recordCount);
    }
}
