package io.trakkit.query.summary;

import io.swagger.v3.oas.annotations.media.Schema;
import io.trakkit.store.query.ListedSummary;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A summary, as answered. */
@Schema(name = "Summary")
public record SummaryAnswer(
        @Schema(example = "1") long portfolioId,
        @Schema(example = "GODREJIND") String ticker,

        @Schema(description = "The average cost of one unit, two decimals (half even), for display", example = "438.57")
        String averageAmount,

        @Schema(description = "The units held", example = "7")
        BigDecimal volume,

        @Schema(description = "volume, exactly, as a decimal text", example = "7")
        String volumeText,

        @Schema(description = "What they have cost, exactly", example = "3070")
        String cost,

        @Schema(description = "The gain of all sells so far, exactly", example = "125.5")
        String realisedReturn,

        @Schema(description = "The number of the position's accepted events", example = "12")
        long version,

        Instant updatedAt) {

    /** A part of a list, for the description of the API. */
    @Schema(name = "SummaryPage")
    record Many(int count, @Nullable String next, @Nullable String previous, List<SummaryAnswer> results) {}

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
