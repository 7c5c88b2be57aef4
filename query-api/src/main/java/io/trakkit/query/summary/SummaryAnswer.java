package io.trakkit.query.summary;

import io.trakkit.query.LocalAnswer;
import io.trakkit.store.query.ListedSummary;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

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
        Instant updatedAt,
        String averageExcludingFees,
        String fees,
        String income,
        String currency,
        @Nullable String localCurrency,
        @Nullable String localCost,
        @Nullable String localRealised) {

    /** The answer for a position. */
    public static SummaryAnswer of(ListedSummary summary) {
        LocalAnswer local = LocalAnswer.of(summary.position(), summary.currency());
        return new SummaryAnswer(
                summary.portfolio().value(),
                summary.ticker().value(),
                summary.position().averageCost().toPlainString(),
                summary.position().held(),
                summary.position().held().toPlainString(),
                summary.position().cost().toPlainString(),
                summary.position().realised().toPlainString(),
                summary.version(),
                summary.updatedAt(),
                summary.position().averageExcludingFees().toPlainString(),
                summary.position().fees().toPlainString(),
                summary.position().income().toPlainString(),
                summary.currency().value(),
                local.currency(),
                local.cost(),
                local.realised());
    }
}
