package io.trakkit.ingest;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.ingest.testing.AppTest;
import io.trakkit.ingest.testing.Servers;
import io.trakkit.ingest.testing.TestLog;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.HttpAnswer;
import io.trakkit.testing.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The database is away from before the start until a test mends the line. */
@DirtiesContext
class WithoutPostgresTest extends AppTest {

    private static final URI POSTGRES = URI.create(Servers.database().jdbcUrl().substring("jdbc:".length()));
    private static final Proxy LINE = Proxy.before(POSTGRES.getPort());

    private final Portfolio portfolio = newPortfolio();

    @DynamicPropertySource
    static void cutLine(DynamicPropertyRegistry properties) {
        LINE.goAway();
        properties.add("spring.kafka.bootstrap-servers", Servers::kafka);
        properties.add("spring.datasource.username", () -> TestDatabase.USER);
        properties.add("spring.datasource.password", () -> "");
        properties.add(
                "spring.datasource.url",
                () -> "jdbc:postgresql://127.0.0.1:" + LINE.port() + POSTGRES.getPath() + "?" + POSTGRES.getQuery());
    }

    @BeforeEach
    void cut() {
        LINE.goAway();
    }

    @AfterAll
    static void close() {
        LINE.close();
    }

    @Test
    void itIsReadyWithoutADatabase() {
        assertThat(caller().get("/actuator/health/readiness").status()).isEqualTo(200);
        assertThat(caller().get("/actuator/health/liveness").status()).isEqualTo(200);
    }

    @Test
    void aTradeForAPortfolioThatIsNotKnownHasToComeAgain() {
        TestLog.Mark before = trades.mark();

        HttpAnswer answer = caller().post("/api/v1/trade/", trade(portfolio, newRefId()));

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.isProblem()).isTrue();
        assertThat(answer.header("Retry-After")).isNotEmpty();
        assertThat(answer.text("detail"))
                .isEqualTo("Cannot check the owner of portfolio " + portfolio.id()
                        + ": the database is unavailable. Retry in 2 s");
        assertThat(trades.mark()).isEqualTo(before);
    }

    @Test
    void nobodyWaitsLongForADatabaseThatIsKnownToBeDown() {
        caller().post("/api/v1/trade/", trade(portfolio, newRefId()));

        // One in a while tries again; of ten in a row two at least are told at once, whatever else the machine does.
        long fast = IntStream.range(0, 10)
                .mapToLong(_ -> nanosOf(() -> caller().post("/api/v1/trade/", trade(portfolio, newRefId()))))
                .filter(nanos -> nanos < Duration.ofMillis(500).toNanos())
                .count();

        assertThat(fast).isGreaterThanOrEqualTo(2);
    }

    @Test
    void whatIsWrongWithATradeIsSaidAllTheSame() {
        HttpAnswer answer = caller().post(
                        "/api/v1/trade/", trade(portfolio, newRefId()).replace("\"amount\": 100", "\"amount\": -1"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.pointers()).containsExactly("/amount");
    }

    @Test
    void itGoesOnForAPortfolioThatItHasSeen() {
        makeKnown();
        String refId = newRefId();

        HttpAnswer posted = caller().post("/api/v1/trade/", trade(portfolio, refId));
        HttpAnswer amended = caller().patch(path(refId), "{\"volume\": 25}");
        HttpAnswer waited = caller().post("/api/v1/trade/", trade(portfolio, newRefId()), "Prefer", "wait=1");

        assertThat(posted.status()).isEqualTo(202);
        assertThat(amended.status()).isEqualTo(202);
        assertThat(amended.text("volume")).isEqualTo("25");
        assertThat(waited.status()).isEqualTo(202);
    }

    /** Whether the key was used before, only the database and this instance's memory know. */
    @Test
    void anAmendmentWithAKeyIsAcceptedAndNotShownAsMade() {
        makeKnown();
        String refId = newRefId();
        caller().post("/api/v1/trade/", trade(portfolio, refId));

        HttpAnswer amended = caller().patch(path(refId), "{\"volume\": 25}", "Idempotency-Key", refId);
        HttpAnswer other = caller().patch(path(refId), "{\"volume\": 26}", "Idempotency-Key", refId);

        assertThat(amended.status()).isEqualTo(202);
        assertThat(amended.text("volume")).isEqualTo("10");
        assertThat(other.status()).isEqualTo(422);
    }

    @Test
    void aTradeThatItHasNotSeenCannotBeAmended() {
        HttpAnswer answer = caller().patch(path(newRefId()), "{\"volume\": 25}");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isNotEmpty();
    }

    @Test
    void portfoliosAreNotWritten() {
        HttpAnswer created =
                caller().post("/api/v1/portfolio/", "{\"user_id\": \"ada\", \"name\": \"" + newRefId() + "\"}");
        HttpAnswer recalculated = caller().post("/api/v1/portfolio/1/recalculate-summary/", "{}");

        assertThat(created.status()).isEqualTo(503);
        assertThat(created.header("Retry-After")).isNotEmpty();
        assertThat(recalculated.status()).isEqualTo(503);
    }

    @Test
    void whenTheDatabaseIsBackItIsAskedAgain() {
        caller().post("/api/v1/trade/", trade(portfolio, newRefId()));

        LINE.heal();

        patiently()
                .until(() -> caller().post("/api/v1/trade/", trade(portfolio, newRefId()))
                                .status()
                        == 202);
    }

    /** Lets the app see the portfolio, and cuts the line again. */
    private void makeKnown() {
        LINE.heal();
        patiently()
                .until(() -> caller().post("/api/v1/trade/", trade(portfolio, newRefId()))
                                .status()
                        == 202);
        LINE.goAway();
    }

    private static long nanosOf(Runnable call) {
        long start = System.nanoTime();
        call.run();
        return System.nanoTime() - start;
    }
}
