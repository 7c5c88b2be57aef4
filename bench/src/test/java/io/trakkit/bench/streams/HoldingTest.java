package io.trakkit.bench.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.bench.log.RandomTrades;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.trade.Charges;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.SecurityType;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.Money;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Volume;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HoldingTest {

    @Test
    void aSaleLeavesAtAverageCost() {
        Holding holding = Holding.NONE
                .after(trade(Side.BUY, "2", "10"))
                .after(trade(Side.BUY, "1", "40"))
                .after(trade(Side.SELL, "1", "25"));

        assertThat(holding).isEqualTo(new Holding(number("2"), number("40"), number("5"), 3));
    }

    @Test
    void moreThanIsHeldCannotBeSold() {
        Holding holding = Holding.NONE.after(trade(Side.BUY, "2", "10")).after(trade(Side.SELL, "3", "25"));

        assertThat(holding).isEqualTo(new Holding(number("2"), number("20"), number("0"), 2));
    }

    @Test
    void chargesAndCurrencyCountInTheCurrencyOfThePortfolio() {
        Holding holding = Holding.NONE
                .after(charged(Side.BUY, "2", "10"))
                .after(charged(Side.BUY, "2", "20"))
                .after(charged(Side.SELL, "1", "30"));

        // Bought for (20 + 1 + 40 + 1) x 1.5 = 93, of which 23.25 leave; sold for (30 - 1) x 1.5.
        assertThat(holding).isEqualTo(new Holding(number("3"), number("69.75"), number("20.25"), 3));
    }

    @Test
    void theBytesOfAHoldingAreReadAsTheSame() {
        Holding holding =
                new Holding(number("3"), number("33.33333333333333333333"), number("-0.000000000000000001"), 7);

        assertThat(HoldingSerde.holding(HoldingSerde.bytes(holding))).isEqualTo(holding);
    }

    private static Trade trade(Side side, String volume, String price) {
        return trade(side, volume, price, Charges.NONE, Optional.empty());
    }

    private static Trade charged(Side side, String volume, String price) {
        return trade(
                side,
                volume,
                price,
                new Charges(Money.of("1"), Money.ZERO),
                Optional.of(new Conversion(new CurrencyCode("EUR"), FxRate.of("1.5"))));
    }

    private static Trade trade(
            Side side, String volume, String price, Charges charges, Optional<Conversion> conversion) {
        return new Trade(
                new RefId("r"),
                RandomTrades.owner(1),
                new PortfolioId(1),
                side,
                SecurityType.STOCK,
                new Ticker("AAPL"),
                new Volume(number(volume)),
                new Price(number(price)),
                TradeStatus.SUCCESS,
                Instant.EPOCH,
                Optional.empty(),
                charges,
                conversion);
    }

    private static BigDecimal number(String text) {
        return new BigDecimal(text);
    }
}
