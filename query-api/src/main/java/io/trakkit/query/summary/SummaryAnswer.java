package io.trakkit.query.summary;

import io.trakkit.store.query.ListedSummary;
import java.math.BigDecimal;
import java.time.Instant;

/** A position in answers: the schema Summary of docs/openapi.yaml. */
public record SummaryAnswer(
        long portfolioId,
        String ticker,
        String averageAmount,
        BigDecimal volume,
        String volumeText,
        String cost,
        String realisedReturn,
        long version,
        Instant updatedAt) {

    /** The answer for a position. */
    public static SummaryAnswer of(ListedSummary summary) {
        return new SummaryAnswer(
                summary.portfolio().value(),
                summary.ticker().value(),
                summary.position().averageCost().toPlainString(),
                summary.position().held(),
                summary.position().held().toPlainString(),
                summary.position().cost().toPlainString(),
                summary.position().realised().toPlainString(),
                summary.version(),
                summary.updatedAt());
    }
}
