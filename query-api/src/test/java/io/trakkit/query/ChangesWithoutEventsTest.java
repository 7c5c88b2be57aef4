package io.trakkit.query;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.Ratio;
import io.trakkit.query.EventStream.Event;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.HttpAnswer;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What changes positions without an event of their own: corporate actions, rebuilds and rates. The app under test looks for
 * changes once a second, and values everything again every 40 s.
 */
class ChangesWithoutEventsTest {

    private static final String RETURNS = "/api/v1/portfolio/1/cumulative-returns/";
    private static final String SUMMARIES = "/api/v1/portfolio-summary/?portfolio_id=1";
    private static final String STREAM = "/api/v1/portfolio/1/stream/";
    private static final ActivityTerms SPLIT =
            ActivityTerms.ofRatio(ActivityType.SPLIT, new Ratio(new BigDecimal("2"), BigDecimal.ONE));

    /** Far more than a poll and far less than 40 s. */
    private static final Duration WITH_THE_NEXT_POLLS = Duration.ofSeconds(15);

    private static final TestDatabase DATABASE = TestDatabase.create();

    private static Instance app;

    private final ReadModel model = new ReadModel(DATABASE.jdbc());
    private final Broker broker = new Broker(DATABASE);

    @BeforeAll
    static void startApp() {
        app = new Instance(DATABASE, "--trakkit.stream.poll=1s");
    }

    @AfterAll
    static void stopApp() {
        app.close();
        DATABASE.close();
    }

    @BeforeEach
    void openPortfolio() {
        model.empty();
        model.portfolio(1, "u-1", "growth", "EUR", true);
    }

    @Test
    void aStreamCarriesACorporateActionAndItsWithdrawalWithTheNextPoll() {
        broker.buy("ACME", "10", "100", "2026-01-02T10:00:00Z");
        try (EventStream stream = stream()) {
            broker.act("s-1", "ACME", SPLIT, "2026-01-03T00:00:00Z", false);
            Event split = awaitSoon(stream, event -> event.isOf("ACME") && volume(event) == 20);
            assertThat(split.data().get("version").asInt()).isEqualTo(1);

            broker.act("s-1", "ACME", SPLIT, "2026-01-03T00:00:00Z", true);
            int told = stream.events().size();
            awaitSoon(stream, event -> event.isOf("ACME") && volume(event) == 10 && isAfter(stream, told, event));
        }
    }

    /** What it gives back beyond the cost of 1,000 is a gain: 0 and 1,000 add up to what 1,000 and 0 did. */
    @Test
    void aStreamCarriesAnActionThatMovesCostToGains() {
        broker.buy("ACME", "10", "100", "2026-01-02T10:00:00Z");
        try (EventStream stream = stream()) {
            ActivityTerms twiceTheCost = ActivityTerms.perUnit(ActivityType.RETURN_OF_CAPITAL, new BigDecimal("200"));
            broker.act("r-1", "ACME", twiceTheCost, "2026-01-03T00:00:00Z", false);
            awaitSoon(
                    stream,
                    event -> event.isOf("ACME")
                            && event.data().get("realised_return").stringValue().equals("1000"));
        }
    }

    @Test
    void whoComesBackIsToldOfAnActionThatWasRecordedMeanwhile() {
        broker.buy("ACME", "10", "100", "2026-01-02T10:00:00Z");
        broker.buy("ZETA", "10", "100", "2026-01-02T10:00:00Z");
        String seen;
        try (EventStream stream = stream()) {
            seen = stream.events().getLast().id();
        }
        broker.act("s-1", "ACME", SPLIT, "2026-01-03T00:00:00Z", false);

        try (EventStream stream = stream("Last-Event-ID", seen)) {
            assertThat(stream.told()).containsExactly("summary ACME", "returns");
            seen = stream.events().getLast().id();
        }
        try (EventStream stream = stream("Last-Event-ID", seen)) {
            assertThat(stream.told()).containsExactly("returns");
        }
    }

    @Test
    void aStreamCarriesARateWithinTwoPolls() {
        broker.trade("ACME", Side.BUY, "10", "100", "0", dollars("0.9"), "2026-01-02T10:00:00Z");
        try (EventStream stream = stream()) {
            model.rate("USD", "EUR", "0.95", "2026-01-04T10:00:00Z");
            awaitSoon(stream, event -> event.isReturnsWith("/market_value", "950"));

            model.rate("EUR", "USD", "1.25", "2026-01-05T10:00:00Z");
            awaitSoon(stream, event -> event.isReturnsWith("/market_value", "800"));
        }
    }

    /** Its own trades are in euros, so only the quote needs the rate, without which it is left aside. */
    @Test
    void aStreamCarriesTheFirstRateOfAQuote() {
        broker.buy("ACME", "10", "100", "2026-01-02T10:00:00Z");
        model.quote("ACME", "150", "2026-01-03T10:00:00Z");
        try (EventStream stream = stream()) {
            assertThat(stream.events().getLast().data().get("market_value").stringValue())
                    .isEqualTo("1000");

            model.rate("USD", "EUR", "0.5", "2026-01-04T10:00:00Z");
            awaitSoon(stream, event -> event.isReturnsWith("/market_value", "750"));
        }
    }

    @Test
    void tagsChangeWithActionsAndRates() {
        broker.buy("ACME", "10", "100", "2026-01-02T10:00:00Z");
        broker.trade("USDS", Side.BUY, "10", "100", "0", dollars("0.9"), "2026-01-02T10:00:00Z");
        model.quote("ACME", "60", "2026-01-05T10:00:00Z");
        model.rate("USD", "EUR", "0.9", "2026-01-02T10:00:00Z");
        List<String> paths = List.of(
                SUMMARIES,
                SUMMARIES + "&cost_method=fifo",
                RETURNS,
                RETURNS + "?cost_method=fifo",
                RETURNS + "?as_of=2026-02-01T00:00:00Z",
                "/api/v1/portfolio/1/lots/",
                "/api/v1/portfolio/1/performance/?from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z");
        List<String> before = paths.stream().map(ChangesWithoutEventsTest::tag).toList();
        String trade = tag("/api/v1/trade/ref-0/");

        broker.act("s-1", "ACME", SPLIT, "2026-01-03T00:00:00Z", false);

        for (int i = 0; i < paths.size(); i++) {
            assertThat(app.http()
                            .get(paths.get(i), "If-None-Match", before.get(i))
                            .status())
                    .as(paths.get(i))
                    .isEqualTo(200);
        }
        assertThat(app.http()
                        .get("/api/v1/trade/ref-0/", "If-None-Match", trade)
                        .status())
                .as("a trade says what was booked")
                .isEqualTo(304);

        String returns = tag(RETURNS);
        // No rate that another test has: the app remembers rates for a second, also beyond the end of a test.
        model.rate("USD", "EUR", "0.97", "2026-01-04T10:00:00Z");
        patiently()
                .until(() -> app.http().get(RETURNS, "If-None-Match", returns).status() == 200);
    }

    @Test
    void aTradeThatAnActionRejectsLosesItsTag() {
        model.execute("UPDATE portfolios SET allow_short = false");
        ActivityTerms reverse =
                ActivityTerms.ofRatio(ActivityType.SPLIT, new Ratio(BigDecimal.ONE, new BigDecimal("2")));
        broker.buy("ACME", "10", "100", "2026-01-02T10:00:00Z");
        broker.sell("ACME", "10", "100", "2026-01-04T10:00:00Z");
        String trade = tag("/api/v1/trade/ref-1/");
        String list = tag("/api/v1/trade/");

        broker.act("s-1", "ACME", reverse, "2026-01-03T00:00:00Z", false);

        HttpAnswer rejected = app.http().get("/api/v1/trade/ref-1/", "If-None-Match", trade);
        assertThat(rejected.status()).isEqualTo(200);
        assertThat(rejected.text("detail")).isEqualTo("10 to sell, 5 held at that time");
        assertThat(app.http().get("/api/v1/trade/", "If-None-Match", list).status())
                .isEqualTo(200);

        broker.act("s-1", "ACME", reverse, "2026-01-03T00:00:00Z", true);
        assertThat(tag("/api/v1/trade/ref-1/")).isEqualTo(trade);
        assertThat(tag("/api/v1/trade/")).isEqualTo(list);
    }

    /** 10 quoted at 100 between two days on which 2 may have become 1: the amounts stay, and the quote is another one. */
    @Test
    void anActionThatOnlyMovesInTimeChangesWhatAQuoteIsWorth() {
        model.execute("UPDATE portfolios SET currency = 'USD'");
        broker.buy("ACME", "10", "90", "2026-01-02T10:00:00Z");
        model.quote("ACME", "100", "2026-01-06T10:00:00Z");
        broker.act("s-1", "ACME", SPLIT, "2026-01-05T00:00:00Z", false);
        assertThat(app.get(RETURNS).text("market_value")).isEqualTo("2000");

        broker.act("s-1", "ACME", SPLIT, "2026-01-07T00:00:00Z", false);

        assertThat(app.get(RETURNS).text("market_value")).isEqualTo("1000");
    }

    /** 10 quoted at 100 before the split are 20 at 50 after it, and never 10 at 50 or 20 at 100. */
    @Test
    void noAnswerSeesHalfOfAnAction() {
        model.execute("UPDATE portfolios SET currency = 'USD'");
        broker.buy("ACME", "10", "90", "2026-01-02T10:00:00Z");
        model.quote("ACME", "100", "2026-01-03T10:00:00Z");
        assertIsWorth("1000");

        Instant from = broker.record("s-1", "ACME", SPLIT, "2026-01-05T00:00:00Z", false);
        assertThat(app.get(RETURNS).json().at("/positions/0/held").asInt()).isEqualTo(10);
        assertIsWorth("1000");
        broker.refold("ACME", from);
        assertThat(app.get(RETURNS).json().at("/positions/0/held").asInt()).isEqualTo(20);
        assertIsWorth("1000");

        from = broker.record("s-1", "ACME", SPLIT, "2026-01-05T00:00:00Z", true);
        assertThat(app.get(RETURNS).json().at("/positions/0/held").asInt()).isEqualTo(20);
        assertIsWorth("1000");
        broker.refold("ACME", from);
        assertThat(app.get(RETURNS).json().at("/positions/0/held").asInt()).isEqualTo(10);
        assertIsWorth("1000");
    }

    private void assertIsWorth(String value) {
        assertThat(app.get(RETURNS).text("market_value")).isEqualTo(value);
        assertThat(app.get(RETURNS + "?as_of=2026-02-01T00:00:00Z").text("market_value"))
                .as("the past is folded with the actions of now")
                .isEqualTo(value);
        try (EventStream stream = stream()) {
            assertThat(stream.events().getLast().data().get("market_value").stringValue())
                    .isEqualTo(value);
        }
    }

    @Test
    void aStreamHasEachFieldThatTheAnswersHaveAndOfCashTheVersion() {
        broker.trade("LONG", Side.BUY, "10", "100", "5", dollars("0.9"), "2026-01-02T10:00:00Z");
        broker.trade("SHORT", Side.SELL, "4", "50", "1", null, "2026-01-02T10:00:00Z");
        broker.activity(
                "LONG",
                ActivityTerms.ofTotal(ActivityType.DIVIDEND, new BigDecimal("20")),
                "2",
                dollars("0.9"),
                "2026-01-03T10:00:00Z");
        model.quote("LONG", "120", "2026-01-04T10:00:00Z");
        model.rate("USD", "EUR", "0.95", "2026-01-04T10:00:00Z");
        try (EventStream stream = stream()) {
            JsonNode summaries = app.get(SUMMARIES).json().get("results");
            assertThat(summaries).hasSize(2);
            for (int i = 0; i < 2; i++) {
                assertThat(stream.events().get(i).data().toString())
                        .isEqualTo(summaries.get(i).toString());
            }
            ObjectNode returns = (ObjectNode) app.get(RETURNS).json();
            assertThat(returns.remove("cash").isNull()).isTrue();
            returns.put("cash_version", 0);
            assertThat(stream.events().get(2).data().toString()).isEqualTo(returns.toString());

            broker.trade("SHORT", Side.BUY, "6", "40", "1", null, "2026-01-05T10:00:00Z");
            Event covered = awaitSoon(stream, event -> event.isOf("SHORT") && volume(event) == 2);
            assertThat(covered.data().toString())
                    .isEqualTo(app.get(SUMMARIES + "&ticker=SHORT")
                            .json()
                            .at("/results/0")
                            .toString());
        }
    }

    private static EventStream stream(String... headers) {
        EventStream stream = EventStream.open(app.port(), STREAM, headers);
        stream.awaitPresent();
        return stream;
    }

    private static Event awaitSoon(EventStream stream, Predicate<Event> wanted) {
        patiently()
                .atMost(WITH_THE_NEXT_POLLS)
                .untilAsserted(() -> assertThat(stream.events()).anyMatch(wanted));
        return stream.await(wanted);
    }

    private static boolean isAfter(EventStream stream, int told, Event event) {
        return stream.events().indexOf(event) >= told;
    }

    private static int volume(Event event) {
        return event.data().get("volume").asInt();
    }

    private static Conversion dollars(String rate) {
        return new Conversion(new CurrencyCode("USD"), FxRate.of(rate));
    }

    private static String tag(String path) {
        HttpAnswer answer = app.get(path);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.header("ETag")).as(path).isNotEmpty();
        return answer.header("ETag");
    }
}
