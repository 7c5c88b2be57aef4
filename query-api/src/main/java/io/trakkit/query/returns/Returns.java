package io.trakkit.query.returns;

import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import io.trakkit.domain.returns.Percentage;
import io.trakkit.domain.returns.PortfolioReturn;
import io.trakkit.domain.returns.ValuedPosition;
import io.trakkit.domain.value.Decimals;
import io.trakkit.domain.value.Ticker;
import io.trakkit.wire.http.EntityTag;
import io.trakkit.wire.json.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The return of a portfolio, as answered. Amounts are exact, in the currency of the trades. */
@Schema(name = "Returns")
public record Returns(
        @Schema(
                description = "The sum over the open positions of price × held − cost",
                example = "-15000.0",
                requiredMode = Schema.RequiredMode.REQUIRED)
        BigDecimal returnValue,

        @Schema(description = "return_value, exactly, as a decimal text", example = "-15000.0")
        String returnValueText,

        @Schema(description = "The gain of all sells so far, closed positions included", example = "125.5")
        String realised,

        @Schema(description = "return_value, as a decimal text", example = "-15000")
        String unrealised,

        @Schema(description = "realised + unrealised", example = "-14874.5")
        String total,

        @Schema(description = "What the units held have cost", example = "25000")
        String cost,

        @Schema(description = "What they are worth", example = "10000")
        String marketValue,

        @Schema(
                description = "return_value in percent of cost, four decimals (half even); null where cost is zero",
                example = "-60")
        @Nullable
        String percentage,

        @Schema(description = "Whether any price is older than wanted, or there may be a newer one", example = "false")
        boolean stale,

        @Schema(description = "The time for which it was asked; null for the present") @Nullable
        Instant asOf,

        @ArraySchema(schema = @Schema(implementation = OfTicker.class))
        List<WrittenPosition> positions) {

    /** What one open position contributes. */
    @Schema(name = "PositionReturn")
    record OfTicker(
            @Schema(example = "GODREJIND") String ticker,

            @Schema(description = "The units held", example = "7")
            BigDecimal held,

            @Schema(description = "held, exactly, as a decimal text", example = "7")
            String heldText,

            @Schema(description = "Two decimals, for display", example = "438.57")
            String average,

            @Schema(example = "3070") String cost,

            @Schema(description = "The price used", example = "100")
            String price,

            @Schema(
                    description =
                            "Where the price comes from: the source of the quote; last_trade where the portfolio's own"
                                    + " last trade is newer than any quote; constant where the settings say so",
                    example = "http")
            String priceSource,

            @Schema(description = "Of when the price is; null where it is of no particular time") @Nullable
            Instant priceTime,

            @Schema(description = "Whether the price is older than wanted, or there may be a newer one")
            boolean stale,

            @Schema(example = "700") String marketValue,
            @Schema(example = "0") String realised,

            @Schema(
                    description = "What it contributes to return_value: (price − average) × held, exactly",
                    example = "-2370")
            String contribution,

            @Schema(description = "The same in percent of its own cost; null where that is zero", example = "-77.1987")
            @Nullable
            String percentage) {

        static OfTicker of(ValuedPosition valuedPosition) {
            BigDecimal cost = valuedPosition.position().cost();
            BigDecimal worth = valuedPosition.marketValue();
            BigDecimal gain = worth.subtract(cost);
            return new OfTicker(
                    valuedPosition.ticker().value(),
                    valuedPosition.position().held(),
                    valuedPosition.position().held().toPlainString(),
                    valuedPosition.position().averageCost().toPlainString(),
                    cost.toPlainString(),
                    valuedPosition.mark().price().toString(),
                    valuedPosition.mark().source(),
                    valuedPosition.mark().time(),
                    valuedPosition.mark().stale(),
                    Decimals.text(worth),
                    valuedPosition.position().realised().toPlainString(),
                    Decimals.text(gain),
                    Percentage.of(gain, cost).map(BigDecimal::toPlainString).orElse(null));
        }
    }

    /** @param asOf null for the present */
    static Returns of(PortfolioReturn portfolio, @Nullable Instant asOf) {
        return of(portfolio, asOf, _ -> true);
    }

    /** The totals, and of the open positions some. */
    public static Returns withSome(PortfolioReturn portfolio, Predicate<Ticker> wanted) {
        return of(portfolio, null, wanted);
    }

    private static Returns of(PortfolioReturn portfolio, @Nullable Instant asOf, Predicate<Ticker> wanted) {
        BigDecimal returnValue = withAPoint(portfolio.unrealised());
        return new Returns(
                returnValue,
                returnValue.toPlainString(),
                Decimals.text(portfolio.realised()),
                Decimals.text(portfolio.unrealised()),
                Decimals.text(portfolio.total()),
                Decimals.text(portfolio.cost()),
                Decimals.text(portfolio.marketValue()),
                portfolio.percentage().map(BigDecimal::toPlainString).orElse(null),
                portfolio.isStale(),
                asOf,
                portfolio.open().stream()
                        .filter(valuedPosition -> wanted.test(valuedPosition.ticker()))
                        .map(WrittenPosition::of)
                        .toList());
    }

    /** By content. The positions count by what is kept of each, since most are the same in the next answer. */
    EntityTag tag() {
        byte[] totals = Json.answers()
                .writeValueAsBytes(new Returns(
                        returnValue,
                        returnValueText,
                        realised,
                        unrealised,
                        total,
                        cost,
                        marketValue,
                        percentage,
                        stale,
                        asOf,
                        List.of()));
        return EntityTag.of(Stream.concat(Stream.of(totals), positions.stream().map(WrittenPosition::digest))
                .toArray(byte[][]::new));
    }

    /** At least one decimal: -15000.0. */
    private static BigDecimal withAPoint(BigDecimal amount) {
        BigDecimal normalised = Decimals.normalised(amount);
        return normalised.scale() < 1 ? normalised.setScale(1) : normalised;
    }
}
