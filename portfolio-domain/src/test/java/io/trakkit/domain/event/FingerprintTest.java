package io.trakkit.domain.event;

import static io.trakkit.domain.position.Samples.AAPL;
import static io.trakkit.domain.position.Samples.USER;
import static io.trakkit.domain.position.Samples.activity;
import static io.trakkit.domain.position.Samples.amended;
import static io.trakkit.domain.position.Samples.amendedFrom;
import static io.trakkit.domain.position.Samples.at;
import static io.trakkit.domain.position.Samples.buy;
import static io.trakkit.domain.position.Samples.failedBuy;
import static io.trakkit.domain.position.Samples.id;
import static io.trakkit.domain.position.Samples.key;
import static io.trakkit.domain.position.Samples.recalculation;
import static io.trakkit.domain.position.Samples.sell;
import static io.trakkit.domain.position.Samples.toMinute;
import static io.trakkit.domain.position.Samples.toMoney;
import static io.trakkit.domain.position.Samples.toPrice;
import static io.trakkit.domain.position.Samples.toStatus;
import static io.trakkit.domain.position.Samples.toVolume;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.SecurityType;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Volume;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FingerprintTest {

    private static TradeEvent.Created created(String refId, String user, String ticker, int minute, boolean defaulted) {
        Trade trade = new Trade(
                new RefId(refId),
                new UserId(user),
                AAPL.portfolio(),
                Side.BUY,
                SecurityType.STOCK,
                new Ticker(ticker),
                Volume.of("10"),
                Price.of("100"),
                TradeStatus.SUCCESS,
                at(minute));
        return new TradeEvent.Created(id("any"), ClientId.DEFAULT, at(minute), trade, defaulted);
    }

    @Test
    void aHundredSaysTheSameAsAHundredPointZeroZero() {
        assertThat(buy("r", "100", "1", 1).fingerprint())
                .isEqualTo(buy("r", "100.00", "1.0", 1).fingerprint());
        assertThat(amended("r", toPrice("100"), 1).fingerprint())
                .isEqualTo(amended("r", toPrice("1E+2"), 1).fingerprint());
    }

    @Test
    void theEventIdAndTheTimeOfReceiptAreNotWhatTheCallerSaid() {
        TradeEvent.Created first = buy("r", "1", "1", 1);
        TradeEvent.Created again = new TradeEvent.Created(id("other"), first.client(), at(7), first.trade(), false);

        assertThat(again.fingerprint()).isEqualTo(first.fingerprint());
        assertThat(amended("r", toVolume("1"), 1).fingerprint())
                .isEqualTo(amended("r", toVolume("1"), 7).fingerprint());
        assertThat(recalculation(1).fingerprint()).isEqualTo(recalculation(7).fingerprint());
    }

    @Test
    void aTimeOfExecutionThatTheCallerLeftOutIsLeftOut() {
        assertThat(created("r", "u", "A", 1, true).fingerprint())
                .isEqualTo(created("r", "u", "A", 2, true).fingerprint());
        assertThat(created("r", "u", "A", 1, false).fingerprint())
                .isNotEqualTo(created("r", "u", "A", 2, false).fingerprint());
        assertThat(created("r", "u", "A", 1, true).fingerprint())
                .isNotEqualTo(created("r", "u", "A", 1, false).fingerprint());
    }

    @Test
    void everyFieldMatters() {
        TradeEvent.Created base = buy("r", "10", "100", 1);
        Stream<TradeEvent> all = Stream.of(
                base,
                buy("q", "10", "100", 1),
                sell("r", "10", "100", 1),
                buy("r", "11", "100", 1),
                buy("r", "10", "101", 1),
                failedBuy("r", "10", "100", 1),
                buy("r", "10", "100", 2),
                created("r", "u-2", "AAPL", 1, false),
                created("r", "u-1", "MSFT", 1, false),
                amended("r", toVolume("10"), 1),
                amended("r", toPrice("10"), 1),
                amended("r", toStatus(TradeStatus.FAILED), 1),
                amended("r", toStatus(TradeStatus.SUCCESS), 1),
                amended("q", toVolume("10"), 1),
                amended(key("MSFT"), "r", toVolume("10"), OptionalLong.empty(), 1),
                amended("r", toVolume("10").then(toPrice("10")), 1),
                amendedFrom(1, "r", toVolume("10"), 1),
                amendedFrom(2, "r", toVolume("10"), 1),
                recalculation(1),
                new TradeEvent.RecalculationRequested(id("any"), ClientId.DEFAULT, at(1), key("MSFT")));

        assertThat(all.map(TradeEvent::fingerprint)).doesNotHaveDuplicates();
    }

    @Test
    void whatOneFieldEndsWithIsNotTakenForTheBeginningOfTheNext() {
        assertThat(created("r1", "2", "A", 1, false).fingerprint())
                .isNotEqualTo(created("r", "12", "A", 1, false).fingerprint());
        assertThat(Fingerprint.of("ab", "c")).isNotEqualTo(Fingerprint.of("a", "bc"));
        assertThat(Fingerprint.of("a", "", "b")).isNotEqualTo(Fingerprint.of("a", "b", ""));
        assertThat(Fingerprint.of("a")).isNotEqualTo(Fingerprint.of("a", ""));
    }

    @Test
    void fingerprintsStandInTheDatabaseAndMustNotChange() {
        assertThat(USER).hasToString("u-1");
        assertThat(buy("r", "10.50", "100", 1).fingerprint().value())
                .isEqualTo(UUID.fromString("8928303f-3ada-9f67-ef35-3272da9ea52d"));
    }

    @Test
    void whatMoneyAndActivitiesSayIsPartOfIt() {
        Stream<TradeEvent> all = Stream.of(
                amended("r", toMinute(2), 1),
                amended("r", toMinute(3), 1),
                amended("r", toMoney("1", "0", "EUR", "2"), 1),
                amended("r", toMoney("0", "1", "EUR", "2"), 1),
                amended("r", toMoney("1", "0", "USD", "2"), 1),
                amended("r", toMoney("1", "0", "EUR", "3"), 1),
                activity("r", ActivityTerms.ofTotal(ActivityType.DIVIDEND, BigDecimal.ONE), 1),
                activity("r", ActivityTerms.ofTotal(ActivityType.DIVIDEND, BigDecimal.TWO), 1),
                activity("r", ActivityTerms.perUnit(ActivityType.DIVIDEND, BigDecimal.ONE), 1),
                activity("r", ActivityTerms.perUnit(ActivityType.RETURN_OF_CAPITAL, BigDecimal.ONE), 1),
                activity("q", ActivityTerms.perUnit(ActivityType.DIVIDEND, BigDecimal.ONE), 1),
                activity("r", ActivityTerms.perUnit(ActivityType.DIVIDEND, BigDecimal.ONE), 2),
                activity("r", ActivityTerms.ofTotal(ActivityType.DEPOSIT, BigDecimal.ONE), 1));

        assertThat(all.map(TradeEvent::fingerprint)).doesNotHaveDuplicates();
    }

    /** The rate of the day differs where the same post is repeated later. */
    @Test
    void aRateThatWasLookedUpIsNotWhatTheCallerSaid() {
        assertThat(inEuros("1.1", true).fingerprint())
                .isEqualTo(inEuros("1.2", true).fingerprint());
        assertThat(inEuros("1.1", false).fingerprint())
                .isNotEqualTo(inEuros("1.2", false).fingerprint());
        assertThat(inEuros("1.1", true).fingerprint())
                .isNotEqualTo(inEuros("1.1", false).fingerprint());
    }

    private static TradeEvent.Created inEuros(String rate, boolean lookedUp) {
        Trade trade = buy("r", "1", "1", 1).trade();
        Trade converted = new Trade(
                trade.refId(),
                trade.user(),
                trade.portfolio(),
                trade.side(),
                trade.securityType(),
                trade.ticker(),
                trade.volume(),
                trade.price(),
                trade.status(),
                trade.executedAt(),
                trade.isin(),
                trade.charges(),
                Optional.of(new Conversion(new CurrencyCode("EUR"), FxRate.of(rate), lookedUp)));
        return new TradeEvent.Created(id("any"), ClientId.DEFAULT, at(1), converted, false);
    }
}
