package io.trakkit.domain.event;

import static io.trakkit.domain.position.Samples.AAPL;
import static io.trakkit.domain.position.Samples.amended;
import static io.trakkit.domain.position.Samples.at;
import static io.trakkit.domain.position.Samples.buy;
import static io.trakkit.domain.position.Samples.id;
import static io.trakkit.domain.position.Samples.recalculation;
import static io.trakkit.domain.position.Samples.toPrice;
import static io.trakkit.domain.position.Samples.toStatus;
import static io.trakkit.domain.position.Samples.toVolume;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.PortfolioName;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.testing.TradeCopies;
import io.trakkit.domain.trade.Amendment;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Isin;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Times;
import io.trakkit.domain.value.Volume;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TradeEventTest {

    private static final Instant TOO_FINE = Instant.parse("2024-03-01T10:00:00.0000001Z");
    private static final ClientId OTHER = new ClientId("other");

    @Test
    void eachEventSaysWhatItIsAndWhomItIsAbout() {
        TradeEvent created = buy("r", "1", "1", 1);
        assertThat(created.type()).isEqualTo(EventType.TRADE_CREATED);
        assertThat(created.subject()).contains(new RefId("r"));
        assertThat(created.key()).isEqualTo(AAPL);

        TradeEvent amended = amended("r", toVolume("2"), 1);
        assertThat(amended.type()).isEqualTo(EventType.TRADE_AMENDED);
        assertThat(amended.subject()).contains(new RefId("r"));

        TradeEvent recalculation = recalculation(1);
        assertThat(recalculation.type()).isEqualTo(EventType.SUMMARY_RECALCULATION_REQUESTED);
        assertThat(recalculation.subject()).isEmpty();
    }

    @Test
    void aTradeIsExecutedAtMostADayAfterItsReceipt() {
        Trade trade = buy("r", "1", "1", 24 * 60).trade();

        assertThat(new TradeEvent.Created(id("e"), ClientId.DEFAULT, at(0), trade, false).occurredAt())
                .isEqualTo(at(0));
        assertThatThrownBy(() -> new TradeEvent.Created(id("e"), ClientId.DEFAULT, at(0).minusMillis(1), trade, false))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("must not be more than a day after receipt");
    }

    @Test
    void timesOfReceiptAreToTheMicrosecondAndWithinTheirSpan() {
        Trade trade = buy("r", "1", "1", 0).trade();
        for (Instant wrong : new Instant[] {TOO_FINE, Times.EARLIEST.minusSeconds(1), Times.LATEST.plusSeconds(1)}) {
            assertThatThrownBy(() -> new TradeEvent.Created(id("e"), ClientId.DEFAULT, wrong, trade, false))
                    .isInstanceOf(InvalidValueException.class);
            assertThatThrownBy(() -> amendedBy(ClientId.DEFAULT, wrong)).isInstanceOf(InvalidValueException.class);
            assertThatThrownBy(() -> new TradeEvent.RecalculationRequested(id("e"), ClientId.DEFAULT, wrong, AAPL))
                    .isInstanceOf(InvalidValueException.class);
        }
    }

    @Test
    void theClientOfAnEventIsThatOfItsKey() {
        assertThatThrownBy(() -> amendedBy(OTHER, at(1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TradeEvent.RecalculationRequested(id("e"), OTHER, at(1), AAPL))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static TradeEvent.Amended amendedBy(ClientId client, Instant occurredAt) {
        return new TradeEvent.Amended(
                id("e"), client, occurredAt, AAPL, new RefId("r"), toVolume("1"), OptionalLong.empty());
    }

    @Test
    void aTimeOfExecutionIsToTheMicrosecond() {
        Trade trade = buy("r", "1", "1", 0).trade();
        assertThatThrownBy(() -> TradeCopies.executedAt(trade, TOO_FINE))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("must have at most six fraction digits");
    }

    @Test
    void anAmendmentAmendsSomething() {
        assertThatThrownBy(() -> new Amendment(Optional.empty(), Optional.empty(), Optional.empty()))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage(
                        "must have at least one of volume, amount, status, isin, fee, tax, currency, fx_rate, executed_at");
    }

    @Test
    void anIsinIsAmended() {
        Amendment isin = new Amendment(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(new Isin("US5949181045")));
        Trade trade = buy("r", "9", "9", 1).trade();

        assertThat(trade.isin()).isEmpty();
        assertThat(trade.amended(isin).isin()).contains(new Isin("US5949181045"));
        assertThat(trade.amended(isin).amended(toVolume("1")).isin()).contains(new Isin("US5949181045"));
        assertThat(isin.then(toVolume("1")).isin()).contains(new Isin("US5949181045"));
    }

    @Test
    void ofTwoAmendmentsTheLaterOneWinsFieldByField() {
        Amendment both = toVolume("1").then(toPrice("5")).then(toVolume("2"));
        assertThat(both)
                .isEqualTo(new Amendment(Optional.of(Volume.of("2")), Optional.of(Price.of("5")), Optional.empty()));

        Trade amended = buy("r", "9", "9", 1).trade().amended(both.then(toStatus(TradeStatus.FAILED)));
        assertThat(amended.volume()).isEqualTo(Volume.of("2"));
        assertThat(amended.price()).isEqualTo(Price.of("5"));
        assertThat(amended.status()).isEqualTo(TradeStatus.FAILED);
        assertThat(amended.executedAt()).isEqualTo(at(1));
    }

    @Test
    void aPortfolioIsRenamedFromATimeOn() {
        Portfolio portfolio = new Portfolio(
                ClientId.DEFAULT,
                new PortfolioId(1),
                new UserId("u"),
                new PortfolioName("old"),
                Optional.empty(),
                false,
                at(1),
                at(1));
        assertThat(portfolio.renamed(new PortfolioName("new"), at(2)))
                .isEqualTo(new Portfolio(
                        ClientId.DEFAULT,
                        new PortfolioId(1),
                        new UserId("u"),
                        new PortfolioName("new"),
                        Optional.empty(),
                        false,
                        at(1),
                        at(2)));
    }
}
