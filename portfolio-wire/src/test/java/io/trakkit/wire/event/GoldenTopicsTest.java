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
import io.trakkit.domain.price.QuoteDefaults;
import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.CorporateAction;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ratio;
import io.trakkit.domain.value.Ticker;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the other topics hold is a contract as well: it changes only together with these files. */
class GoldenTopicsTest {

    private static final QuoteCodec QUOTES = new QuoteCodec(new QuoteDefaults(new CurrencyCode("CHF"), false));
    private static final UserId USER = new UserId("some-user-uuid");
    private static final PortfolioId PORTFOLIO = new PortfolioId(1);
    private static final SecretHash HASH =
            new SecretHash("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

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
