package io.trakkit.wire.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.Activity;
import io.trakkit.domain.trade.ActivityAmendment;
import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.Amendment;
import io.trakkit.domain.trade.Charges;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.SecurityType;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.Isin;
import io.trakkit.domain.value.Money;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ratio;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Volume;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the log of trades holds is a contract with brokers and with the past: it changes only together with these files. */
class GoldenFileTest {

    private static final UserId USER = new UserId("some-user-uuid");
    private static final PortfolioId PORTFOLIO = new PortfolioId(1);
    private static final Ticker TICKER = new Ticker("GODREJIND");
    private static final PositionKey KEY = new PositionKey(ClientId.DEFAULT, PORTFOLIO, TICKER);

    private final TradeEventCodec codec = new TradeEventCodec();

    static Stream<Arguments> events() {
        return Stream.of(
                Arguments.of("trade_created", created()),
                Arguments.of("trade_created_now", createdNow()),
                Arguments.of("trade_created_isin", createdWithIsin()),
                Arguments.of("trade_amended_isin", isinAmended()),
                Arguments.of("trade_created_currency", createdInDollars()),
                Arguments.of("trade_amended_money", moneyAmended()),
                Arguments.of("activity_created", dividend()),
                Arguments.of("activity_created_bonus", bonus()),
                Arguments.of("activity_created_transfer", transfer()),
                Arguments.of("activity_created_cash", deposit()),
                Arguments.of("activity_amended", dividendAmended()),
                Arguments.of("activity_amended_cash", depositFailed()),
                Arguments.of("trade_amended", amended()),
                Arguments.of("trade_amended_status", statusAmended()),
                Arguments.of(
                        "summary_recalculation_requested",
                        new TradeEvent.RecalculationRequested(
                                UUID.fromString("0190d2c6-3b2c-7e51-a9f0-1c2d3e4f5a6b"),
                                ClientId.DEFAULT,
                                Instant.parse("2024-07-20T09:00:00.5Z"),
                                KEY)));
    }

    private static TradeEvent createdWithIsin() {
        return new TradeEvent.Created(
                UUID.fromString("0190d2c5-8f5e-7c3a-9b1d-2f3e4a5b6c80"),
                ClientId.DEFAULT,
                Instant.parse("2024-07-20T08:13:12Z"),
                new Trade(
                        new RefId("order-4713"),
                        USER,
                        PORTFOLIO,
                        Side.BUY,
                        SecurityType.STOCK,
                        new Ticker("MSFT"),
                        Volume.of("3"),
                        Price.of("438.57"),
                        TradeStatus.SUCCESS,
                        Instant.parse("2024-07-20T08:12:12.797643Z"),
                        Optional.of(new Isin("US5949181045"))),
                false);
    }

    private static TradeEvent isinAmended() {
        return new TradeEvent.Amended(
                UUID.fromString("0190d2c6-0a11-7d20-8c44-5b6a7c8d9e11"),
                ClientId.DEFAULT,
                Instant.parse("2024-07-20T08:22:00Z"),
                KEY,
                new RefId("order-4711"),
                new Amendment(
                        Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(new Isin("INE233A01035"))),
                OptionalLong.empty());
    }

    private static TradeEvent createdInDollars() {
        return new TradeEvent.Created(
                UUID.fromString("0190d2c5-8f5e-7c3a-9b1d-2f3e4a5b6c81"),
                ClientId.DEFAULT,
                Instant.parse("2024-07-20T08:13:13Z"),
                new Trade(
                        new RefId("order-4714"),
                        USER,
                        PORTFOLIO,
                        Side.BUY,
                        SecurityType.ETF,
                        new Ticker("VWCE/X"),
                        Volume.of("3"),
                        Price.of("438.57"),
                        TradeStatus.SUCCESS,
                        Instant.parse("2024-07-20T08:12:12.797643Z"),
                        Optional.empty(),
                        new Charges(Money.of("4.90"), Money.of("1.25")),
                        Optional.of(new Conversion(new CurrencyCode("USD"), FxRate.of("0.9187"), true))),
                false);
    }

    private static TradeEvent moneyAmended() {
        return new TradeEvent.Amended(
                UUID.fromString("0190d2c6-0a11-7d20-8c44-5b6a7c8d9e12"),
                ClientId.DEFAULT,
                Instant.parse("2024-07-20T08:23:00Z"),
                KEY,
                new RefId("order-4711"),
                new Amendment(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(Money.ZERO),
                        Optional.of(Money.of("2.5")),
                        Optional.of(new Conversion(new CurrencyCode("INR"), FxRate.of("0.011"))),
                        Optional.of(Instant.parse("2024-07-19T08:12:12.797643Z"))),
                OptionalLong.empty());
    }

    private static TradeEvent activity(String eventId, String receivedAt, Activity activity, boolean defaulted) {
        return new TradeEvent.ActivityCreated(
                UUID.fromString(eventId), ClientId.DEFAULT, Instant.parse(receivedAt), activity, defaulted);
    }

    private static TradeEvent dividend() {
        return activity(
                "0190d2c5-8f5e-7c3a-9b1d-2f3e4a5b6c90",
                "2024-07-20T08:14:00Z",
                new Activity(
                        new RefId("div-1"),
                        USER,
                        PORTFOLIO,
                        Optional.of(TICKER),
                        ActivityTerms.perUnit(ActivityType.DIVIDEND, new BigDecimal("0.24")),
                        TradeStatus.SUCCESS,
                        Instant.parse("2024-07-19T00:00:00Z"),
                        Money.of("1.5"),
                        Optional.of(new Conversion(new CurrencyCode("USD"), FxRate.of("0.9187")))),
                false);
    }

    private static TradeEvent bonus() {
        return activity(
                "0190d2c5-8f5e-7c3a-9b1d-2f3e4a5b6c91",
                "2024-07-20T08:14:01Z",
                new Activity(
                        new RefId("bonus-1"),
                        USER,
                        PORTFOLIO,
                        Optional.of(TICKER),
                        ActivityTerms.wholeBonus(new Ratio(BigDecimal.ONE, new BigDecimal("4"))),
                        TradeStatus.SUCCESS,
                        Instant.parse("2024-07-19T00:00:00Z"),
                        Money.ZERO,
                        Optional.empty()),
                false);
    }

    private static TradeEvent transfer() {
        return activity(
                "0190d2c5-8f5e-7c3a-9b1d-2f3e4a5b6c92",
                "2024-07-20T08:14:02Z",
                new Activity(
                        new RefId("opening-1"),
                        USER,
                        PORTFOLIO,
                        Optional.of(TICKER),
                        ActivityTerms.ofVolume(ActivityType.TRANSFER_IN, Volume.of("10.5"), new BigDecimal("4605.00")),
                        TradeStatus.SUCCESS,
                        Instant.parse("2024-01-01T00:00:00Z"),
                        Money.ZERO,
                        Optional.empty()),
                false);
    }

    private static TradeEvent deposit() {
        return activity(
                "0190d2c5-8f5e-7c3a-9b1d-2f3e4a5b6c93",
                "2024-07-20T08:14:03Z",
                new Activity(
                        new RefId("deposit-1"),
                        USER,
                        PORTFOLIO,
                        Optional.empty(),
                        ActivityTerms.ofTotal(ActivityType.DEPOSIT, new BigDecimal("1000")),
                        TradeStatus.SUCCESS,
                        Instant.parse("2024-07-20T08:14:03Z"),
                        Money.ZERO,
                        Optional.empty()),
                true);
    }

    private static TradeEvent dividendAmended() {
        return new TradeEvent.ActivityAmended(
                UUID.fromString("0190d2c6-0a11-7d20-8c44-5b6a7c8d9e20"),
                ClientId.DEFAULT,
                Instant.parse("2024-07-20T08:24:00Z"),
                KEY,
                new RefId("div-1"),
                new ActivityAmendment(
                        Optional.empty(),
                        Optional.of(new BigDecimal("12")),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(Money.ZERO),
                        Optional.of(new Conversion(new CurrencyCode("USD"), FxRate.of("0.92"), true)),
                        Optional.of(TradeStatus.SUCCESS),
                        Optional.of(Instant.parse("2024-07-18T00:00:00Z"))),
                OptionalLong.of(1));
    }

    private static TradeEvent depositFailed() {
        return new TradeEvent.ActivityAmended(
                UUID.fromString("0190d2c6-0a11-7d20-8c44-5b6a7c8d9e21"),
                ClientId.DEFAULT,
                Instant.parse("2024-07-20T08:25:00Z"),
                new PositionKey(ClientId.DEFAULT, PORTFOLIO, Ticker.CASH),
                new RefId("deposit-1"),
                new ActivityAmendment(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(TradeStatus.FAILED),
                        Optional.empty()),
                OptionalLong.empty());
    }

    private static TradeEvent created() {
        return new TradeEvent.Created(
                UUID.fromString("0190d2c5-8f5e-7c3a-9b1d-2f3e4a5b6c7d"),
                ClientId.DEFAULT,
                Instant.parse("2024-07-20T08:13:10.869359Z"),
                new Trade(
                        new RefId("order-4711"),
                        USER,
                        PORTFOLIO,
                        Side.BUY,
                        SecurityType.STOCK,
                        TICKER,
                        Volume.of("10.5"),
                        Price.of("438.57"),
                        TradeStatus.SUCCESS,
                        Instant.parse("2024-07-20T08:12:12.797643Z")),
                false);
    }

    private static TradeEvent createdNow() {
        Instant now = Instant.parse("2024-07-20T08:13:11Z");
        return new TradeEvent.Created(
                UUID.fromString("0190d2c5-8f5e-7c3a-9b1d-2f3e4a5b6c7e"),
                ClientId.DEFAULT,
                now,
                new Trade(
                        new RefId("order-4712"),
                        USER,
                        PORTFOLIO,
                        Side.SELL,
                        SecurityType.STOCK,
                        TICKER,
                        Volume.of("999999999999.0000000001"),
                        Price.of("0.0000000001"),
                        TradeStatus.FAILED,
                        now),
                true);
    }

    private static TradeEvent amended() {
        return new TradeEvent.Amended(
                UUID.fromString("0190d2c6-0a11-7d20-8c44-5b6a7c8d9e0f"),
                ClientId.DEFAULT,
                Instant.parse("2024-07-20T08:20:00.000001Z"),
                KEY,
                new RefId("order-4711"),
                new Amendment(
                        Optional.of(Volume.of("100")),
                        Optional.of(Price.of("1000.00")),
                        Optional.of(TradeStatus.FAILED)),
                OptionalLong.of(1));
    }

    private static TradeEvent statusAmended() {
        return new TradeEvent.Amended(
                UUID.fromString("0190d2c6-0a11-7d20-8c44-5b6a7c8d9e10"),
                ClientId.DEFAULT,
                Instant.parse("2024-07-20T08:21:00Z"),
                KEY,
                new RefId("order-4712"),
                new Amendment(Optional.empty(), Optional.empty(), Optional.of(TradeStatus.SUCCESS)),
                OptionalLong.empty());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("events")
    void anEventIsWrittenAsItsFileSays(String file, TradeEvent event) {
        assertThat(new String(codec.encode(event), UTF_8)).isEqualTo(Golden.text(file));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("events")
    void aFileIsReadAsItsEvent(String file, TradeEvent event) {
        assertThat(codec.decode(Golden.text(file).getBytes(UTF_8))).isEqualTo(new Decoded.Event(event));
    }
}
