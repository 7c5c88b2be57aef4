package io.trakkit.ingest.testing;

import static io.trakkit.testing.Waiting.patiently;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.PortfolioName;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.ingest.IngestApi;
import io.trakkit.store.portfolios.Portfolios;
import io.trakkit.store.portfolios.RestoredPortfolios;
import io.trakkit.store.progress.RecoveryOffsets;
import io.trakkit.store.testing.SmallWorker;
import io.trakkit.testing.Http;
import io.trakkit.testing.SteppedClock;
import io.trakkit.wire.event.PortfolioCodec;
import io.trakkit.wire.event.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** The whole app against servers that the test names. */
@SpringBootTest(
        classes = {IngestApi.class, AppTest.Clocks.class},
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "spring.config.name=ingest-api")
public abstract class AppTest {

    /** Finer than a microsecond, as clocks are. */
    private static final Instant START = Instant.parse("2026-11-02T08:13:10.869359123Z");

    protected final TestLog trades = TestLog.trades(Servers.kafka());
    protected final SmallWorker worker = new SmallWorker(Servers.database());

    @LocalServerPort
    private int port;

    @Autowired
    protected SteppedClock clock = new SteppedClock(START);

    /** A clock to step in place of the system's. */
    @Configuration(proxyBeanMethods = false)
    public static class Clocks {

        @Bean
        @Primary
        SteppedClock steppedClock() {
            return new SteppedClock(START);
        }
    }

    @BeforeEach
    void waitUntilReady() {
        patiently().until(() -> caller().get("/actuator/health/readiness").status() == 200);
    }

    protected Http caller() {
        return new Http(port);
    }

    /** A portfolio of a user that no other test knows. */
    protected static Portfolio newPortfolio() {
        return newPortfolio(Optional.empty(), false);
    }

    /** A portfolio of a user that no other test knows; without a currency, in that of its client. */
    protected static Portfolio newPortfolio(Optional<CurrencyCode> currency, boolean allowShort) {
        return new Portfolios(Servers.database().jdbc())
                .insert(
                        ClientId.DEFAULT,
                        new UserId("user-" + UUID.randomUUID()),
                        new PortfolioName("Savings"),
                        currency,
                        allowShort,
                        Instant.parse("2026-11-01T00:00:00Z"))
                .orElseThrow();
    }

    protected static String newRefId() {
        return "ref:" + UUID.randomUUID();
    }

    /** A valid request: ten units for 100 each. */
    public static String trade(Portfolio portfolio, String refId) {
        return """
                {"ref_id": "%s", "user_id": "%s", "portfolio": %s, "trade_type": 1, "security_type": "stock",
                 "ticker": "GODREJIND", "volume": 10, "amount": 100, "status": "success"}
                """.formatted(refId, portfolio.user(), portfolio.id());
    }

    /** A valid activity with these fields beside those of all activities. */
    protected static String activity(Portfolio portfolio, String refId, String fields) {
        return """
                {"ref_id": "%s", "user_id": "%s", "portfolio": %s, %s}
                """.formatted(refId, portfolio.user(), portfolio.id(), fields);
    }

    protected static String path(String refId) {
        return "/api/v1/trade/" + refId + "/";
    }

    /** Applies everything that stands in the log since the mark. */
    protected void applySince(TestLog.Mark mark) {
        trades.since(mark).forEach(written -> worker.apply(written.event(), written.position()));
    }

    /** Goes past everything that stands in the log. */
    protected void catchUp() {
        trades.lastPositions().forEach(worker::skip);
    }

    /** Brings the table of the portfolios up to date with their topic, as a worker does. */
    protected static void readPortfolios() {
        TestLog topic = new TestLog(Topics.PORTFOLIOS, Servers.kafka());
        PortfolioCodec codec = new PortfolioCodec();
        Servers.database().transactions().executeWithoutResult(_ -> {
            RecoveryOffsets reads = new RecoveryOffsets(Servers.database().jdbc());
            topic.lastPositions().forEach(last -> {
                List<RestoredPortfolios.Entry> entries = topic.from(reads.lock(last.partition())).stream()
                        .map(written -> new RestoredPortfolios.Entry(
                                PortfolioId.parse(written.key()),
                                Optional.ofNullable(written.record().value()).map(codec::decode)))
                        .toList();
                new RestoredPortfolios(Servers.database().jdbc()).restore(entries);
                reads.advance(last.partition(), last.offset() + 1);
            });
        });
    }

    /** Waits until something was written since the mark. */
    protected TestLog.Written awaitWritten(TestLog.Mark mark) {
        patiently().until(() -> !trades.since(mark).isEmpty());
        return trades.only(mark);
    }
}
