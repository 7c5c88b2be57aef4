package io.trakkit.query;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.query.EventStream.Event;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.HttpAnswer;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Portfolios as they change. The app under test takes three followers; prices are those of the history. */
class StreamTest {

    private static final String PATH = "/api/v1/portfolio/1/stream/";

    private static final TestDatabase DATABASE = TestDatabase.create();

    private static Instance app;

    private final ReadModel model = new ReadModel(DATABASE.jdbc());
    private final Broker broker = new Broker(DATABASE);

    @BeforeAll
    static void startApp() {
        app = start();
    }

    private static Instance start() {
        return new Instance(
                DATABASE,
                "--trakkit.stream.max-connections=3",
                "--trakkit.stream.heartbeat=300ms",
                "--server.tomcat.connection-timeout=5s");
    }

    @AfterAll
    static void stopApp() {
        app.close();
        DATABASE.close();
    }

    @BeforeEach
    void openPortfolio() {
        model.empty();
        model.portfolio(1, "u-1", "growth");
    }

    @AfterEach
    void nobodyIsLeft() {
        awaitFollowers(0);
    }

    @Test
    void firstComesThePresentThenWhatChanges() {
        broker.buy("ACME", "10", "100", "2026-01-02T10:00:00Z");
        broker.buy("SOLD", "1", "1", "2026-01-02T10:00:00Z");
        broker.sell("SOLD", "1", "2", "2026-01-02T11:00:00Z");

        try (EventStream stream = open()) {
            Event present = stream.awaitPresent();
            assertThat(stream.header("Content-Type")).startsWith("text/event-stream");
            assertThat(stream.header("X-Accel-Buffering")).isEqualTo("no");
            assertThat(stream.header("Cache-Control")).isEqualTo("no-store");
            assertThat(stream.told()).containsExactly("summary ACME", "returns");
            assertThat(stream.events().getFirst().data().get("cost").stringValue())
                    .isEqualTo("1000");
            assertThat(present.data().get("realised").stringValue()).isEqualTo("1");
            assertThat(present.data().has("cash")).isFalse();

            broker.buy("ZETA", "1", "7", "2026-01-03T10:00:00Z");
            Event bought = stream.await(event -> event.isOf("ZETA"));
            assertThat(bought.data().get("version").asInt()).isEqualTo(1);

            broker.sell("ACME", "10", "120", "2026-01-04T10:00:00Z");
            Event closed = stream.await(event -> event.isOf("ACME")
                    && event.data().get("volume").decimalValue().signum() == 0);
            assertThat(closed.data().get("realised_return").stringValue()).isEqualTo("200");
            Event after = stream.await(event -> event.name().equals("returns")
                    && event.data().get("realised").stringValue().equals("201"));
            assertThat(after.data().get("positions")).isEmpty();
            assertThat(after.data().get("cost").stringValue()).isEqualTo("7");
        }
    }

    @Test
    void aPriceThatMovesIsToldWithTheTotalsAndThatPositionOnly() {
        broker.buy("ACME", "10", "100", "2026-01-02T10:00:00Z");
        broker.buy("ZETA", "10", "100", "2026-01-02T10:00:00Z");

        try (EventStream stream = open()) {
            assertThat(stream.awaitPresent().data().get("positions")).hasSize(2);

            model.quote("ACME", "130", "2026-01-03T10:00:00Z");

            Event moved = stream.await(event -> event.name().equals("returns")
                    && event.data().get("unrealised").stringValue().equals("300"));
            assertThat(moved.data().at("/positions/0/ticker").stringValue()).isEqualTo("ACME");
            assertThat(moved.data().get("positions")).hasSize(1);
            assertThat(stream.told()).containsExactly("summary ACME", "summary ZETA", "returns", "returns");
        }
    }

    @Test
    void aDepositIsToldThoughNoPositionHasChanged() {
        broker.buy("ACME", "10", "100", "2026-01-02T10:00:00Z");

        try (EventStream stream = open()) {
            assertThat(stream.awaitPresent().data().get("cash_version").asLong())
                    .isZero();

            broker.activity(
                    null,
                    ActivityTerms.ofTotal(ActivityType.DEPOSIT, new BigDecimal("500")),
                    "0",
                    null,
                    "2026-01-03T10:00:00Z");

            Event told = stream.await(event -> event.name().equals("returns")
                    && event.data().get("cash_version").asLong() == 1);
            assertThat(told.data().get("positions")).isEmpty();
            assertThat(stream.told()).containsExactly("summary ACME", "returns", "returns");
        }
    }

    @Test
    void whoComesBackIsToldOnlyWhatHasChangedMeanwhile() {
        broker.buy("ACME", "10", "100", "2026-01-02T10:00:00Z");
        broker.buy("ZETA", "10", "100", "2026-01-02T10:00:00Z");
        String seen;
        try (EventStream stream = open()) {
            seen = stream.awaitPresent().id();
        }
        broker.buy("ZETA", "1", "100", "2026-01-03T10:00:00Z");
        broker.buy("ZETA", "1", "100", "2026-01-04T10:00:00Z");
        broker.buy("NEW", "1", "100", "2026-01-04T10:00:00Z");

        try (EventStream stream = open("Last-Event-ID", seen)) {
            stream.awaitPresent();
            assertThat(stream.told()).containsExactlyInAnyOrder("summary NEW", "summary ZETA", "returns");
            assertThat(stream.await(event -> event.isOf("ZETA"))
                            .data()
                            .get("volume")
                            .asInt())
                    .isEqualTo(12);
            seen = stream.events().getLast().id();
        }
        try (EventStream stream = open("Last-Event-ID", seen)) {
            stream.awaitPresent();
            assertThat(stream.told()).containsExactly("returns");
        }
    }

    /** A browser sends no headers of ours, and its own id on a reconnection is the later one. */
    @Test
    void theLastEventMayBeNamedInTheAddress() {
        broker.buy("ACME", "10", "100", "2026-01-02T10:00:00Z");
        String first;
        try (EventStream stream = open()) {
            first = stream.awaitPresent().id();
        }
        broker.buy("ZETA", "1", "100", "2026-01-03T10:00:00Z");
        String path = "/api/v1/portfolio/1/stream?lastEventId=";

        String second;
        try (EventStream stream = EventStream.open(app.port(), path + encoded(first))) {
            second = stream.awaitPresent().id();
            assertThat(stream.told()).containsExactlyInAnyOrder("summary ZETA", "returns");
        }
        try (EventStream stream = EventStream.open(app.port(), path + encoded(first), "Last-Event-ID", second)) {
            stream.awaitPresent();
            assertThat(stream.told()).containsExactly("returns");
        }
    }

    private static String encoded(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8);
    }

    /** Cut off after any of the events, the next connection makes up for the rest. */
    @Test
    void everyIdLeavesOutNothingThatWasNotToldBeforeIt() {
        List<String> tickers = List.of("A", "B", "C", "D", "E");
        tickers.forEach(ticker -> broker.buy(ticker, "1", "1", "2026-01-02T10:00:00Z"));
        List<Event> told;
        try (EventStream stream = open()) {
            stream.awaitPresent();
            told = stream.events();
        }
        for (int i = 0; i < told.size() - 1; i++) {
            try (EventStream stream = open("Last-Event-ID", told.get(i).id())) {
                stream.awaitPresent();
                List<String> rest = told.subList(i + 1, told.size() - 1).stream()
                        .map(event -> "summary " + event.data().get("ticker").stringValue())
                        .toList();
                assertThat(stream.told()).containsAll(rest);
            }
            awaitFollowers(0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "42",
                "1:1:",
                "1:1:1.1",
                "-1:1:1.1",
                "1:1:" + "zzzzzzzzzzzzz." + "z",
                "{\"id\": 1}",
                "' OR 1=1 --",
                "1:1:................................................................................"
            })
    void whoeverBringsAnIdThatIsNoneOfOursIsToldEverything(String id) {
        broker.buy("ACME", "10", "100", "2026-01-02T10:00:00Z");

        try (EventStream stream = open("Last-Event-ID", id)) {
            stream.awaitPresent();
            assertThat(stream.told()).containsExactly("summary ACME", "returns");
        }
    }

    @Test
    void whoComesBackAfterTheReadModelWasReplacedIsToldWhatIsClosedByNowToo() {
        broker.buy("ACME", "10", "100", "2026-01-02T10:00:00Z");
        broker.buy("ZETA", "10", "100", "2026-01-02T10:00:00Z");
        String seen;
        try (EventStream stream = open()) {
            seen = stream.awaitPresent().id();
        }
        broker.sell("ACME", "10", "100", "2026-01-03T10:00:00Z");
        String ofAnotherGeneration = seen.replaceFirst("^1:1:", "1:7:");

        try (EventStream stream = open("Last-Event-ID", ofAnotherGeneration)) {
            stream.awaitPresent();
            assertThat(stream.told()).containsExactly("summary ACME", "summary ZETA", "returns");
            assertThat(stream.events().getFirst().data().get("volume").asInt()).isZero();
        }
    }

    /** Each holds ACME at its first version, so their sums are alike. */
    @Test
    void whoeverBringsTheIdOfAnotherPortfolioIsToldEverything() {
        model.portfolio(2, "u-1", "value");
        model.summary(1, "ACME", "10", "1000", "0", 1);
        model.summary(2, "ACME", "7", "700", "0", 1);
        model.quote("ACME", "100", "2026-01-02T10:00:00Z");
        String ofTheOther;
        try (EventStream stream = EventStream.open(app.port(), "/api/v1/portfolio/2/stream/")) {
            ofTheOther = stream.awaitPresent().id();
        }

        try (EventStream stream = open("Last-Event-ID", ofTheOther)) {
            stream.awaitPresent();
            assertThat(stream.told()).containsExactly("summary ACME", "returns");
            assertThat(stream.events().getFirst().data().get("cost").stringValue())
                    .isEqualTo("1000");
        }
    }

    @Test
    void anEmptyPortfolioHasReturnsAndItsFirstTradeIsTold() {
        try (EventStream stream = open()) {
            assertThat(stream.awaitPresent().data().get("total").stringValue()).isEqualTo("0");
            broker.buy("ACME", "10", "100", "2026-01-02T10:00:00Z");
            stream.await(event -> event.isOf("ACME"));
        }
    }

    @Test
    void whileNothingHappensThereAreHeartbeats() {
        try (EventStream stream = open()) {
            stream.awaitPresent();
            patiently().until(() -> stream.heartbeats() >= 2);
            assertThat(stream.told()).containsExactly("returns");
        }
    }

    @Test
    void moreFollowersThanThereIsRoomForAreToldToComeBackLater() {
        try (EventStream first = open();
                EventStream second = open();
                EventStream third = open()) {
            List.of(first, second, third).forEach(EventStream::awaitPresent);
            try (EventStream fourth = open()) {
                assertThat(fourth.status()).isEqualTo(503);
                assertThat(fourth.header("Content-Type")).isEqualTo("application/problem+json");
                assertThat(fourth.header("Retry-After")).isEqualTo("5");
            }
        }
        awaitFollowers(0);
        try (EventStream next = open()) {
            next.awaitPresent();
        }
    }

    @Test
    void whatIsNoPortfolioCannotBeFollowed() {
        try (EventStream other = EventStream.open(app.port(), "/api/v1/portfolio/2/stream/");
                EventStream wrong = EventStream.open(app.port(), PATH + "?since=1")) {
            assertThat(other.status()).isEqualTo(404);
            assertThat(wrong.status()).isEqualTo(400);
        }
    }

    /** Nobody would ever notice that such a client has gone. */
    @Test
    void whoAsksForTheHeadOnlyIsNotAFollower() {
        HttpAnswer head = app.http().send("HEAD", PATH, BodyPublishers.noBody());

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Type")).startsWith("text/event-stream");
        assertThat(app.followers()).isZero();
        assertThat(app.http()
                        .send("HEAD", "/api/v1/portfolio/2/stream", BodyPublishers.noBody())
                        .status())
                .isEqualTo(404);
    }

    /** One client connects and never reads, though there is more than any buffer takes; another one is told all the same. */
    @Test
    void whoDoesNotReadHoldsNobodyUpAndIsCutOffInTheEnd() throws IOException {
        int tickers = 3_000;
        for (int i = 0; i < tickers; i++) {
            model.summary(1, "T" + i, "1", "100", "0", 1);
            model.quote("T" + i, "101", "2026-01-03T10:00:00Z");
        }
        Instance other = start();
        try (Socket silent = other.askAndReadNothing(PATH)) {
            patiently().until(() -> other.followers() == 1);
            try (EventStream reader = EventStream.open(other.port(), PATH)) {
                assertThat(reader.awaitPresent().data().get("positions")).hasSize(tickers);
                broker.buy("LATE", "1", "7", "2026-01-03T10:00:00Z");
                reader.await(event -> event.isOf("LATE"));
                // The silent one is cut off, and the other one is not.
                patiently().pollInterval(Duration.ofMillis(500)).until(() -> {
                    model.moveAllPrices();
                    return other.followers() == 1;
                });
                assertThat(reader.isOver()).isFalse();
                assertThat(silent.isClosed()).as("by itself").isFalse();
            }
        } finally {
            other.close();
        }
    }

    private static EventStream open(String... headers) {
        return EventStream.open(app.port(), PATH, headers);
    }

    private static void awaitFollowers(int followers) {
        patiently().until(() -> app.followers() == followers);
    }
}
