package io.trakkit.wire.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.domain.access.ApiKeyId;
import io.trakkit.domain.access.ClientAccount;
import io.trakkit.domain.access.ClientLimits;
import io.trakkit.domain.access.IssuedKey;
import io.trakkit.domain.access.Scope;
import io.trakkit.domain.access.SecretHash;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.PortfolioName;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.price.PriceSourceName;
import io.trakkit.domain.price.Quote;
import io.trakkit.domain.price.QuoteDefaults;
import io.trakkit.domain.trade.Activity;
import io.trakkit.domain.trade.ActivityAmendment;
import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.Amendment;
import io.trakkit.domain.trade.Charges;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.CorporateAction;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.SecurityType;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Isin;
import io.trakkit.domain.value.Money;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ratio;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Volume;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the log holds is a contract with brokers and with the past: it changes only together with these files. */
class GoldenFileTest {

    private static final QuoteCodec QUOTES = new QuoteCodec(new QuoteDefaults(new CurrencyCode("CHF"), false));

    private static final UserId USER = new UserId("some-user-uuid");
    private static final PortfolioId PORTFOLIO = new PortfolioId(1);
    private static final Ticker TICKER = new Ticker("GODREJIND");
    private static final PositionKey KEY = new PositionKey(ClientId.DEFAULT, PORTFOLIO, TICKER);

    private static final SecretHash HASH =
            new SecretHash("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

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

    @Test
    void aQuoteIsWrittenAndReadAsItsFileSays() {
        Quote quote = new Quote(
                new Ticker("AAPL"),
                Price.of("188.38"),
                new CurrencyCode("USD"),
                Instant.parse("2026-11-24T10:42:00Z"),
                new PriceSourceName("desk"));
        checkQuote(quote, "quote");
        checkQuote(
                new Quote(
                        quote.ticker(),
                        quote.price(),
                        quote.currency(),
                        quote.time(),
                        quote.source(),
                        Optional.of(Instant.parse("2026-11-25T06:00:00Z"))),
                "quote_adjusted");
    }

    private static void checkQuote(Quote quote, String file) {
        byte[] bytes = QuoteCodec.encode(quote);
        assertThat(new String(bytes, UTF_8)).isEqualTo(Golden.text(file));
        assertThat(QUOTES.decode(new Ticker("AAPL"), bytes)).isEqualTo(quote);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"price":1,"time":"2026-11-24T10:42:00Z","source":"desk"}                       | CHF | none
            {"price":1,"time":"2026-11-24T10:42:00Z","source":"desk","currency":"USD"}      | USD | none
            {"price":1,"time":"2026-11-24T10:42:00Z","source":"desk","adjusted":false}      | CHF | none
            {"price":1,"time":"2026-11-24T10:42:00Z","source":"desk","adjusted":true}       | CHF | 2026-11-25T06:00:00Z
            {"price":1,"time":"2026-11-26T10:42:00Z","source":"desk","adjusted":true}       | CHF | 2026-11-26T10:42:00Z
            {"price":1,"time":"2026-11-24T10:42:00Z","source":"desk","adjusted_at":"2026-11-24T12:00:00Z"} | CHF | 2026-11-24T12:00:00Z
            """)
    void aQuoteThatSaysLessMeansWhatTheDefaultsSay(String value, String currency, String adjustedAt) {
        Quote quote = QUOTES.decode(new Ticker("AAPL"), value.getBytes(UTF_8), Instant.parse("2026-11-25T06:00:00Z"));

        assertThat(quote.currency()).hasToString(currency);
        assertThat(quote.adjustedAt().map(Instant::toString).orElse("none")).isEqualTo(adjustedAt);
    }

    @Test
    void aPortfolioIsWrittenAndReadAsItsFileSays() {
        Portfolio portfolio = new Portfolio(
                ClientId.DEFAULT,
                PORTFOLIO,
                USER,
                new PortfolioName("name-of-the-portfolio"),
                Optional.empty(),
                false,
                Instant.parse("2022-07-29T08:12:12.797643Z"),
                Instant.parse("2022-07-29T08:12:12.797685Z"));
        checkPortfolio(portfolio, "portfolio");
    }

    @Test
    void aPortfolioWithACurrencyIsWrittenAndReadAsItsFileSays() {
        Instant at = Instant.parse("2026-11-29T08:00:00Z");
        Portfolio portfolio = new Portfolio(
                ClientId.DEFAULT,
                new PortfolioId(2),
                USER,
                new PortfolioName("short-book"),
                Optional.of(new CurrencyCode("CHF")),
                true,
                at,
                at);
        checkPortfolio(portfolio, "portfolio_currency");
    }

    private static void checkPortfolio(Portfolio portfolio, String file) {
        PortfolioCodec portfolios = new PortfolioCodec();
        byte[] bytes = portfolios.encode(portfolio);
        assertThat(new String(bytes, UTF_8)).isEqualTo(Golden.text(file));
        assertThat(portfolios.decode(bytes)).isEqualTo(portfolio);
    }

    @Test
    void aCorporateActionIsWrittenAndReadAsItsFileSays() {
        Instant recorded = Instant.parse("2025-06-02T07:30:00Z");
        checkAction(
                new CorporateAction(
                        ClientId.DEFAULT,
                        new RefId("acme-2025-split"),
                        new Ticker("ACME"),
                        ActivityTerms.ofRatio(ActivityType.SPLIT, new Ratio(new BigDecimal("2"), BigDecimal.ONE)),
                        Optional.of(LocalDate.parse("2025-06-02")),
                        Instant.parse("2025-06-02T00:00:00Z"),
                        Optional.empty(),
                        new TreeMap<>(),
                        false,
                        1,
                        recorded,
                        recorded),
                "corporate_action");
    }

    @Test
    void aWithdrawnDividendWithRatesIsWrittenAndReadAsItsFileSays() {
        checkAction(
                new CorporateAction(
                        new ClientId("acme"),
                        new RefId("acme-2025-q2"),
                        new Ticker("ACME"),
                        ActivityTerms.perUnit(ActivityType.DIVIDEND, new BigDecimal("0.24")),
                        Optional.empty(),
                        Instant.parse("2025-06-10T13:30:00Z"),
                        Optional.of(new CurrencyCode("USD")),
                        new TreeMap<>(Map.of("CHF", FxRate.of("0.82"), "EUR", FxRate.of("0.8765"))),
                        true,
                        2,
                        Instant.parse("2025-06-10T15:00:00Z"),
                        Instant.parse("2025-06-11T09:00:00Z")),
                "corporate_action_dividend");
    }

    private static void checkAction(CorporateAction action, String file) {
        CorporateActionCodec actions = new CorporateActionCodec();
        byte[] bytes = actions.encode(action);
        assertThat(new String(bytes, UTF_8)).isEqualTo(Golden.text(file));
        assertThat(actions.decode(bytes)).isEqualTo(action);
    }

    @Test
    void aClientIsWrittenAndReadAsItsFileSays() {
        ClientAccount account = new ClientAccount(
                new ClientId("acme"),
                "Acme Funds",
                new CurrencyCode("EUR"),
                false,
                new ClientLimits(500, 1000, 20_000, 4, 100, 100_000),
                List.of("https://app.acme.example"),
                Instant.parse("2026-11-01T10:00:00Z"),
                Instant.parse("2026-11-02T08:30:00Z"));
        ClientCodec clients = new ClientCodec();
        byte[] bytes = clients.encode(account);
        assertThat(new String(bytes, UTF_8)).isEqualTo(Golden.text("client"));
        assertThat(clients.decode("client/acme".getBytes(UTF_8), bytes)).isEqualTo(new ClientCodec.OfClient(account));
    }

    @Test
    void anApiKeyIsWrittenAndReadAsItsFileSays() {
        IssuedKey key = new IssuedKey(
                new ApiKeyId("0123456789abcdef"),
                HASH,
                Optional.of(new ClientId("acme")),
                Set.of(Scope.WRITE, Scope.READ),
                Optional.of(USER),
                "desk",
                Instant.parse("2026-11-01T10:00:00Z"),
                Optional.of(Instant.parse("2027-11-01T10:00:00Z")),
                Optional.empty(),
                false);
        checkKey(key, "api_key");
    }

    @Test
    void aRevokedKeyOfThePlatformIsWrittenAndReadAsItsFileSays() {
        IssuedKey key = new IssuedKey(
                new ApiKeyId("fedcba9876543210"),
                HASH,
                Optional.empty(),
                Set.of(Scope.ADMIN, Scope.OPS),
                Optional.empty(),
                "",
                Instant.parse("2026-11-01T10:00:00Z"),
                Optional.empty(),
                Optional.of(Instant.parse("2026-11-03T12:00:00Z")),
                false);
        checkKey(key, "api_key_platform");
    }

    private static void checkKey(IssuedKey key, String file) {
        ClientCodec clients = new ClientCodec();
        byte[] bytes = clients.encode(key);
        assertThat(new String(bytes, UTF_8)).isEqualTo(Golden.text(file));
        assertThat(clients.decode(("key/" + key.id()).getBytes(UTF_8), bytes)).isEqualTo(new ClientCodec.OfKey(key));
    }

    @ParameterizedTest
    @CsvSource({"client/beta", "key/acme", "acme", "''"})
    void aRecordWithTheKeyOfAnotherOneIsRefused(String key) {
        byte[] value = Golden.text("client").getBytes(UTF_8);
        assertThatThrownBy(() -> new ClientCodec().decode(key.getBytes(UTF_8), value))
                .isInstanceOf(InvalidValueException.class);
    }
}
