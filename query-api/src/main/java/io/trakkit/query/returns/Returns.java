package io.trakkit.query.returns;

import io.swagger.v3.oas.annotations.media.Schema;
import io.trakkit.domain.Decimals;
import io.trakkit.domain.Position;
import io.trakkit.domain.Ticker;
import io.trakkit.query.returns.Prices.Quote;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** What a portfolio has returned. Amounts are exact, in the currency of the trades. */
@Schema(name = "Returns")
record Returns(
        @Schema(
                description = "The sum over the open positions of price × held − cost",
                example = "-15000.0",
                requiredMode = Schema.RequiredMode.REQUIRED)
        BigDecimal returnValue,

        @Schema(description = "The gain of all sells so far, closed positions included", example = "125.5")
        String realised,

        @Schema(description = "return_value, as a decimal text", example = "-15000")
        String unrealised,

        @Schema(description = "realised + unrealised", example = "-14874.5")
        String total,

        @Schema(description = "What the units held have cost", example = "25000")
        String cost,

        @Schema(description = "What they are worth at present", example = "10000")
        String marketValue,

        List<OfTicker> positions) {

    /** What one open position contributes. */
    @Schema(name = "PositionReturn")
    record OfTicker(
            @Schema(example = "GODREJIND") String ticker,

            @Schema(description = "The units held", example = "7")
            BigDecimal held,

            @Schema(description = "Two decimals, for display", example = "438.57")
            String average,

            @Schema(example = "3070") String cost,

            @Schema(description = "The price used", example = "100")
            String price,

            @Schema(description = "Where the price comes from", example = "constant")
            String priceSource,

            @Schema(description = "Of when the price is; null where it is of no particular time") @Nullable
            Instant priceTime,

            @Schema(example = "700") String marketValue,
            @Schema(example = "0") String realised,

            @Schema(description = "What it contributes to return_value", example = "-2370")
            String unrealised) {

        static OfTicker of(Ticker ticker, Position position, Quote quote) {
            return new OfTicker(
                    ticker.value(),
                    position.held(),
                    position.averageCost().toPlainString(),
                    text(position.cost()),
                    text(quote.price()),
                    quote.source(),
                    quote.at().orElse(null),
                    text(value(position, quote)),
                    text(position.realised()),
                    text(value(position, quote).subtract(position.cost())));
        }
    }

    /** @param prices of all tickers with an open position */
    static Returns of(SortedMap<Ticker, Position> positions, Map<Ticker, Quote> prices) {
        BigDecimal realised = BigDecimal.ZERO;
        BigDecimal cost = BigDecimal.ZERO;
        BigDecimal marketValue = BigDecimal.ZERO;
        List<OfTicker> open = new ArrayList<>();
        for (Map.Entry<Ticker, Position> entry : positions.entrySet()) {
            Position position = entry.getValue();
            realised = realised.add(position.realised());
            if (position.isOpen()) {
                Quote quote = Objects.requireNonNull(prices.get(entry.getKey()));
                cost = cost.add(position.cost());
                marketValue = marketValue.add(value(position, quote));
                open.add(OfTicker.of(entry.getKey(), position, quote));
            }
        }
        BigDecimal unrealised = marketValue.subtract(cost);
        return new Returns(
                withAPoint(unrealised),
                text(realised),
                text(unrealised),
                text(realised.add(unrealised)),
                text(cost),
                text(marketValue),
                open);
    }

    private static BigDecimal value(Position position, Quote quote) {
        return quote.price().multiply(position.held());
    }

    private static String text(BigDecimal amount) {
        return Decimals.normalised(amount).toPlainString();
    }

    /** At least one decimal: -15000.0. */
    private static BigDecimal withAPoint(BigDecimal amount) {
        BigDecimal normalised = Decimals.normalised(amount);
        return normalised.scale() < 1 ? normalised.setScale(1) : normalised;
    }
}
