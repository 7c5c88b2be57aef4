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
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.PortfolioName;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.price.PriceSourceName;
import io.trakkit.domain.price.Quote;
import io.trakkit.domain.trade.Amendment;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.SecurityType;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeEvent;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Isin;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Volume;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the log holds is a contract with brokers and with the past: it changes only together with these files. */
class GoldenFileTest {

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
        QuoteCodec quotes = new QuoteCodec();
        byte[] bytes = quotes.encode(quote);
        assertThat(new String(bytes, UTF_8)).isEqualTo(Golden.text("quote"));
        assertThat(quotes.decode(new Ticker("AAPL"), bytes)).isEqualTo(quote);
    }

    @Test
    void aPortfolioIsWrittenAndReadAsItsFileSays() {
        Portfolio portfolio = new Portfolio(
                ClientId.DEFAULT,
                PORTFOLIO,
                USER,
                new PortfolioName("name-of-the-portfolio"),
                Instant.parse("2022-07-29T08:12:12.797643Z"),
                Instant.parse("2022-07-29T08:12:12.797685Z"));
        PortfolioCodec portfolios = new PortfolioCodec();
        byte[] bytes = portfolios.encode(portfolio);
        assertThat(new String(bytes, UTF_8)).isEqualTo(Golden.text("portfolio"));
        assertThat(portfolios.decode(bytes)).isEqualTo(portfolio);
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
