package io.trakkit.ingest.bulk;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.trakkit.access.limits.LimitsOfClients;
import io.trakkit.domain.access.ClientLimits;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.value.Ticker;
import io.trakkit.ingest.testing.Servers;
import io.trakkit.ingest.testing.TestLog;
import io.trakkit.store.ledger.Summaries;
import io.trakkit.store.portfolios.Portfolios;
import io.trakkit.testing.HttpAnswer;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;

/** A client that may have one bulk request at once, 100 of its records per second, and one portfolio more. */
@Import(LimitedClientTest.Limits.class)
class LimitedClientTest extends BulkTest {

    private static final ClientLimits FEW = new ClientLimits(1_000_000, 1_000_000, 100, 1, 1, 1_000_000);

    private static final String OWN_FORMAT = """
            ref_id,trade_type,security_type,ticker,volume,amount,status,executed_at
            NUMBER,BUY,stock,INFY,10,1500,success,2025-04-01T09:20:11Z""";

    private static final String BROKERS_FORMAT = """
            symbol,isin,trade_date,exchange,segment,series,trade_type,auction,quantity,price,trade_id,order_id,order_execution_time
            INFY,INE009A01021,2025-04-01,NSE,EQ,EQ,buy,false,10,1500,NUMBER,11,2025-04-01T09:20:11""";

    private static volatile ClientLimits limits = FEW;

    @LocalServerPort
    private int port;

    @Autowired
    private MeterRegistry meters = Metrics.globalRegistry;

    @TestConfiguration(proxyBeanMethods = false)
    static class Limits {

        @Bean
        @Primary
        LimitsOfClients few() {
            return _ -> Optional.of(limits);
        }
    }

    @Test
    void recordsBeyondTheBudgetSlowTheRequestDown() {
        int records = 250;
        long begin = System.nanoTime();

        Results results = results(
                NDJSON, IntStream.rangeClosed(1, records).mapToObj(this::record).collect(Collectors.joining("\n")));

        assertThat(results.numbers()).startsWith(records, records);
        // A hundred at once, and the rest at a hundred per second.
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(1_300));
        assertThat(limited("bulk_records")).isPositive();
    }

    @Test
    void aSecondBulkRequestIsRefusedWhileTheFirstRuns() {
        try (BulkSocket first = new BulkSocket(port, NDJSON)) {
            first.send(record("first") + "\n");
            patiently()
                    .until(() ->
                            meters.get("trakkit.ingest.bulk.requests").gauge().value() == 1);

            HttpAnswer second = post(NDJSON, record("second"));

            assertThat(second.status()).isEqualTo(429);
            assertThat(second.header("Retry-After")).isEqualTo("5");
            assertThat(second.json().get("detail").asString())
                    .isEqualTo(
                            "The client default may have 1 bulk requests at once, previews and recalculations included;"
                                    + " retry in 5 s");
            first.end();
            first.rest();
        }
        patiently()
                .untilAsserted(() ->
                        assertThat(post(NDJSON, record("second")).status()).isEqualTo(200));
        assertThat(limited("bulk_requests")).isPositive();
    }

    /** Previews had no limit. */
    @ParameterizedTest
    @ValueSource(strings = {OWN_FORMAT, BROKERS_FORMAT})
    void rowsOfAPreviewBeyondTheBudgetSlowItDown(String format) {
        int rows = 250;
        String row = format.lines().skip(1).findFirst().orElseThrow();
        String file = format.lines().findFirst().orElseThrow()
                + IntStream.range(0, rows)
                        .mapToObj(number -> "\n" + row.replace("NUMBER", "" + number))
                        .collect(Collectors.joining());
        double before = limited("bulk_records");
        long begin = System.nanoTime();

        HttpAnswer answer = caller().send(
                        "POST",
                        "/api/v1/trade/bulk/?format=auto&dry_run=true",
                        BodyPublishers.ofString(file),
                        "Content-Type",
                        CSV);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("records")).isEqualTo("250");
        // A hundred at once, and the rest at a hundred per second.
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(1_300));
        assertThat(limited("bulk_records")).isGreaterThan(before);
    }

    /** A recalculation counted as one request, however many events it put into the log. */
    @Test
    void aRecalculationTakesARecordOfTheBudgetForEachTicker() {
        int tickers = 250;
        traded(tickers);
        TestLog.Mark mark = trades.mark();
        double before = limited("bulk_records");
        long begin = System.nanoTime();

        HttpAnswer answer = recalculate();

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.text("tickers")).isEqualTo("250");
        assertThat(trades.since(mark)).hasSize(tickers);
        // A hundred at once, and the rest at a hundred per second.
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(1_300));
        assertThat(limited("bulk_records")).isGreaterThan(before);
    }

    @Test
    void aRecalculationIsRefusedWhileTheClientHasAllItsBulkRequests() {
        traded(1);
        TestLog.Mark mark = trades.mark();
        try (BulkSocket first = new BulkSocket(port, NDJSON)) {
            first.send("\n");
            patiently()
                    .until(() ->
                            meters.get("trakkit.ingest.bulk.requests").gauge().value() == 1);

            HttpAnswer refused = recalculate();

            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.header("Retry-After")).isEqualTo("5");
            assertThat(refused.detail())
                    .isEqualTo(
                            "The client default may have 1 bulk requests at once, previews and recalculations included;"
                                    + " retry in 5 s");
            assertThat(trades.since(mark)).isEmpty();
            first.end();
            first.rest();
        }
        patiently().untilAsserted(() -> assertThat(recalculate().status()).isEqualTo(202));
    }

    private HttpAnswer recalculate() {
        return caller().post("/api/v1/portfolio/" + portfolio.id() + "/recalculate-summary/", "{}");
    }

    /** Gives the portfolio that number of positions. */
    private void traded(int tickers) {
        TreeSet<PositionKey> keys = IntStream.range(0, tickers)
                .mapToObj(number -> new PositionKey(ClientId.DEFAULT, portfolio.id(), new Ticker("T" + number)))
                .collect(Collectors.toCollection(TreeSet::new));
        Servers.database()
                .transactions()
                .executeWithoutResult(_ -> new Summaries(Servers.database().jdbc()).open(1, keys));
    }

    @Test
    void aPortfolioBeyondTheLimitIsAConflictUntilTheLimitIsRaised() {
        int present = (int) new Portfolios(Servers.database().jdbc()).count(ClientId.DEFAULT);
        limits = portfolios(present + 1);
        try {
            assertThat(create("the last").status()).isEqualTo(201);
            for (int i = 0; i < 2; i++) {
                HttpAnswer refused = create("one more");
                assertThat(refused.status()).isEqualTo(409);
                assertThat(refused.json().get("type").asString()).isEqualTo("urn:trakkit:problem:limit-reached");
                assertThat(refused.json().get("detail").asString())
                        .isEqualTo("The client default may have " + (present + 1)
                                + " portfolios and has them; an administrator of the platform can raise the limit");
            }
            limits = portfolios(present + 2);
            assertThat(create("one more").status()).isEqualTo(201);
        } finally {
            limits = FEW;
        }
        assertThat(limited("portfolios")).isEqualTo(2);
    }

    /** One request can concern many positions, which a worker folds again later. */
    @Test
    void aCorporateActionIsRefusedWhileAThousandChangesWait() {
        waiting(999);
        try {
            assertThat(action().status()).isEqualTo(201);
            waiting(1);
            HttpAnswer refused = action();
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.header("Retry-After")).isEqualTo("5");
            assertThat(refused.detail())
                    .isEqualTo("Positions of the client default have still to be folded again after 1000 changes of"
                            + " corporate actions; retry in 5 s");
        } finally {
            Servers.database()
                    .jdbc()
                    .sql("DELETE FROM refolds WHERE action_id = 'waiting'")
                    .update();
        }
        assertThat(action().status()).isEqualTo(201);
        assertThat(limited("corporate_actions")).isEqualTo(1);
    }

    private static void waiting(int refolds) {
        Servers.database().jdbc().sql("""
                        INSERT INTO refolds (client_id, ticker, generation, action_id, refold_from, requested_at)
                        SELECT 'default', 'ACME', 1, 'waiting', '2026-10-20Z', '2026-10-20Z'
                        FROM generate_series(1, :refolds)
                        """).param("refolds", refolds).update();
    }

    private HttpAnswer action() {
        return caller().post("/api/v1/corporate-action/", """
                        {"ticker": "ACME", "type": "split", "numerator": 2, "denominator": 1, "ex_date": "2026-10-20"}""");
    }

    private static ClientLimits portfolios(int most) {
        return new ClientLimits(1_000_000, 1_000_000, 100, 1, 1, most);
    }

    private HttpAnswer create(String name) {
        return caller().post(
                        "/api/v1/portfolio/",
                        "{\"user_id\": \"%s\", \"name\": \"%s\"}".formatted(UUID.randomUUID(), name));
    }

    private double limited(String limit) {
        return meters.counter("trakkit.access.limited", "limit", limit).count();
    }
}
