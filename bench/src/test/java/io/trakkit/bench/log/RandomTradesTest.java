package io.trakkit.bench.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.trade.Trade;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RandomTradesTest {

    @Test
    void theSameTradesComeEachTime() {
        assertThat(trades(RandomTrades.uniform(500, 100))).isEqualTo(trades(RandomTrades.uniform(500, 100)));
    }

    @Test
    void otherSeedsHaveOtherRefIds() {
        List<Trade> others = trades(RandomTrades.uniform(500, 100).seeded(2));

        assertThat(others)
                .extracting(Trade::refId)
                .doesNotHaveDuplicates()
                .doesNotContainAnyElementsOf(trades(RandomTrades.uniform(500, 100)).stream()
                        .map(Trade::refId)
                        .toList());
    }

    @Test
    void theTradesOfALargerSeedAreLater() {
        assertThat(trades(RandomTrades.uniform(500, 100).seeded(1)).getLast().executedAt())
                .isEqualTo("2024-01-02T09:15:09.980Z");
        assertThat(trades(RandomTrades.uniform(500, 100).seeded(2)).getFirst().executedAt())
                .isEqualTo("2024-01-03T09:15:00Z");
    }

    @Test
    void aHotKeyHasItsShare() {
        long onMostFrequent = trades(RandomTrades.hot(10_000, 1_000, 0.5)).stream()
                .collect(Collectors.groupingBy(Trade::ticker, Collectors.counting()))
                .values()
                .stream()
                .mapToLong(Long::longValue)
                .max()
                .orElseThrow();

        assertThat(onMostFrequent).isBetween(4_800L, 5_200L);
    }

    @Test
    void onePortfolioHasAThousandTickersAndOneHasTen() {
        List<Trade> trades = trades(RandomTrades.uniform(50_000, 3_000));

        assertThat(tickers(trades, RandomTrades.LARGE_PORTFOLIO)).isEqualTo(1_000);
        assertThat(tickers(trades, RandomTrades.SMALL_PORTFOLIO)).isEqualTo(10);
    }

    private static long tickers(List<Trade> trades, long portfolio) {
        return trades.stream()
                .filter(trade -> trade.portfolio().value() == portfolio)
                .map(Trade::ticker)
                .distinct()
                .count();
    }

    private static List<Trade> trades(RandomTrades source) {
        List<Trade> trades = new ArrayList<>();
        source.events().forEachRemaining(event -> trades.add(((TradeEvent.Created) event).trade()));
        return trades;
    }
}
