package io.trakkit.query.returns;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.trakkit.domain.returns.Cash;
import io.trakkit.domain.returns.Percentage;
import io.trakkit.domain.returns.PortfolioReturn;
import io.trakkit.domain.valuation.Mark;
import io.trakkit.domain.valuation.ValuedPosition;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Decimals;
import io.trakkit.domain.value.Ticker;
import io.trakkit.query.LocalAnswer;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The return of a portfolio: the schema Returns of docs/openapi.yaml. Amounts are exact, in the currency of the portfolio.
 *
 * @param cash not in a stream: all records are read for it
 * @param cashVersion in a stream only: grows with each record of cash alone, such as a deposit
 */
public record Returns(
        BigDecimal returnValue,
        String returnValueText,
        String realised,
        String unrealised,
        String total,
        String cost,
        String marketValue,
        @Nullable String percentage,
        boolean stale,
        @Nullable Instant asOf,
        List<WrittenPosition> positions,
        String currency,
        String income,
        @Nullable String unrealisedPrice,
        @Nullable String unrealisedCurrency,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable CashAnswer cash,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long cashVersion) {

    /**
     * The balance of cash, in the currency of the portfolio.
     *
     * @param balance null while cash is not tracked
     */
    record CashAnswer(@Nullable String balance) {

        @JsonValue
        @Override
        public @Nullable String balance() {
            return balance;
        }

        static CashAnswer of(Optional<Cash.Valued> cash) {
            return new CashAnswer(
                    cash.map(valued -> Decimals.text(valued.amount())).orElse(null));
        }
    }

    /** The return of one open position. */
    record OfTicker(
            String ticker,
            BigDecimal held,
            String heldText,
            String average,
            String cost,
            String price,
            String priceSource,
            @Nullable Instant priceTime,
            boolean stale,
            String marketValue,
            String realised,
            String contribution,
            @Nullable String percentage,
            String currency,
            @Nullable String fxRate,
            String averageExcludingFees,
            String fees,
            String income,
            @Nullable String localCurrency,
            @Nullable String localCost,
            @Nullable String unrealisedPrice,
            @Nullable String unrealisedCurrency) {

        /** @param portfolio the currency of the portfolio */
        static OfTicker of(ValuedPosition valuedPosition, CurrencyCode portfolio) {
            LocalAnswer local = LocalAnswer.of(valuedPosition.position(), portfolio);
            Optional<Mark.Foreign> foreign = valuedPosition.mark().foreign();
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
                    Percentage.of(gain, cost.abs())
                            .map(BigDecimal::toPlainString)
                            .orElse(null),
                    foreign.map(Mark.Foreign::currency).orElse(portfolio).value(),
                    foreign.map(other -> other.rate().toString()).orElse(null),
                    valuedPosition.position().averageExcludingFees().toPlainString(),
                    valuedPosition.position().fees().toPlainString(),
                    valuedPosition.position().income().toPlainString(),
                    local.currency(),
                    local.cost(),
                    valuedPosition.unrealisedByPrice().map(Decimals::text).orElse(null),
                    valuedPosition.unrealisedByRate().map(Decimals::text).orElse(null));
        }
    }

    /**
     * The return of all open positions.
     *
     * @param cash empty while it is not tracked
     * @param asOf null for the present
     */
    static Returns of(
            WrittenReturn written, Optional<Cash.Valued> cash, CurrencyCode currency, @Nullable Instant asOf) {
        boolean stale = written.portfolio().isStale()
                || cash.filter(Cash.Valued::isStale).isPresent();
        return of(
                written,
                currency,
                stale,
                asOf,
                CashAnswer.of(cash),
                null,
                List.copyOf(written.positions().values()));
    }

    /** The totals without cash, and the open positions whose ticker is wanted. */
    public static Returns withSome(
            WrittenReturn written, long cashVersion, CurrencyCode currency, Predicate<Ticker> wanted) {
        List<WrittenPosition> positions = written.positions().entrySet().stream()
                .filter(position -> wanted.test(position.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        return of(written, currency, written.portfolio().isStale(), null, null, cashVersion, positions);
    }

    private static Returns of(
            WrittenReturn written,
            CurrencyCode currency,
            boolean stale,
            @Nullable Instant asOf,
            @Nullable CashAnswer cash,
            @Nullable Long cashVersion,
            List<WrittenPosition> positions) {
        PortfolioReturn portfolio = written.portfolio();
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
                stale,
                asOf,
                positions,
                currency.value(),
                Decimals.text(portfolio.income()),
                portfolio.unrealisedByPrice().map(Decimals::text).orElse(null),
                portfolio.unrealisedByRate().map(Decimals::text).orElse(null),
                cash,
                cashVersion);
    }

    /** The amount with at least one decimal, such as -15000.0. */
    private static BigDecimal withAPoint(BigDecimal amount) {
        BigDecimal normalised = Decimals.normalised(amount);
        return normalised.scale() < 1 ? normalised.setScale(1) : normalised;
    }
}
