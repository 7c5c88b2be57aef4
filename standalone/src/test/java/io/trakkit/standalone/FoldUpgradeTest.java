package io.trakkit.standalone;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.cli.Trakkit;
import io.trakkit.domain.position.Fold;
import io.trakkit.ingest.IngestApi;
import io.trakkit.query.QueryApi;
import io.trakkit.standalone.embedded.Durability;
import io.trakkit.standalone.embedded.EmbeddedServers;
import io.trakkit.standalone.embedded.ExitStatus;
import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import io.trakkit.testing.Waiting;
import io.trakkit.worker.SummaryWorker;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/**
 * From version 1 of the fold to version 2, on what version 1 left behind, by the commands of docs/operating. The numbers of
 * both versions are those of fold-1/README.md, worked out by hand.
 */
class FoldUpgradeTest {

    static final Map<String, String> VERSION_1 = Map.of(
            "1 AHEAD", "held 10 cost 1000 realised 0",
            "1 EQUAL", "held 12 cost 116 realised 3",
            "1 KEY", "held 11 cost 110 realised 0",
            "1 PLAIN", "held 9 cost 850 realised 122",
            "1 TIES", "held 2 cost 10 realised 8",
            "1 TWINS", "held 3 cost 15 realised 0",
            "2 EQUAL", "held 3 cost 21 realised 0",
            "2 MANY", "held 10 cost 410 realised 600");

    private static final Map<String, String> VERSION_2 = Map.of(
            "1 AHEAD", "held 10 cost 1000 realised 0",
            "1 EQUAL", "held 2 cost 19.33333333333333333333 realised 16.33333333333333333333",
            "1 KEY", "held 11 cost 110 realised 0",
            "1 PLAIN", "held 9 cost 850 realised 122",
            "1 TIES", "held 5 cost 25 realised 10",
            "1 TWINS", "held 3 cost 15 realised 0",
            "2 EQUAL", "held 3 cost 21 realised 0",
            "2 MANY", "held 10 cost 110 realised 300");

    private static final List<String> REJECTED_BY_1 = List.of("equal-4", "ties-a");
    private static final List<String> REJECTED_BY_2 = List.of("ties-b");

    @TempDir
    private Path data;

    @Test
    void theNumbersOfVersion1BecomeThoseOfVersion2() throws IOException {
        try (EmbeddedServers servers =
                EmbeddedServers.start(EmbeddedServers.Options.on(data, Durability.KILLED_PROCESS))) {
            FormerVersion.restore(servers);
            // The order of an upgrade: the workers, which migrate the schema, then the APIs.
            try (App worker = App.start(servers, data.resolve("web"), SummaryWorker.class, "summary-worker");
                    App query = App.start(servers, data.resolve("web"), QueryApi.class, "query-api");
                    App ingest = App.start(servers, data.resolve("web"), IngestApi.class, "ingest-api")) {
                standsBy(worker, query, ingest);
                rebuild(worker, query);
                goesOn(worker, query, ingest);
                prove(worker);
                keepsTheWayBack(worker);
            }
        }
    }

    private static void standsBy(App worker, App query, App ingest) {
        patiently()
                .until(() -> health(worker).at("/components/workerLog/details").has("stands_by"));
        assertThat(health(worker).at("/components/workerLog/details/stands_by").asString())
                .startsWith("The live read model was made by fold version 1, and this worker has fold version "
                        + Fold.VERSION);
        assertThat(worker.http().get("/actuator/health/readiness").status()).isEqualTo(503);
        // Reads go on, and posts are accepted, which nobody applies yet.
        assertThat(summaries(query)).isEqualTo(VERSION_1);
        assertThat(rejected(query)).containsExactlyInAnyOrderElementsOf(REJECTED_BY_1);
        patiently().until(() -> buy(ingest, "while-standing-by", "WAITING").status() == 202);
    }

    private static void rebuild(App worker, App query) throws IOException {
        Said plan = replay(worker, "plan");
        assertThat(plan.exitCode()).isZero();
        assertThat(plan.text()).contains("generation 1: live, fold version 1");

        Said rebuilt = replay(worker, "rebuild");

        assertThat(rebuilt.exitCode()).as(rebuilt.text()).isZero();
        assertThat(rebuilt.text())
                .startsWith("Generation 2 is rebuilt and live; generation 1 is kept: ")
                .contains("DRIFT in 3 keys: 8 keys and 322 trades compared")
                .contains("portfolio 1, ticker EQUAL\n", "portfolio 1, ticker TIES\n", "portfolio 2, ticker MANY\n")
                .doesNotContain(
                        "ticker TWINS", "ticker PLAIN", "ticker KEY", "ticker AHEAD", "portfolio 2, ticker EQUAL");
        assertThat(summaries(query)).containsAllEntriesOf(VERSION_2);
        assertThat(rejected(query)).containsExactlyElementsOf(REJECTED_BY_2);
    }

    private static void goesOn(App worker, App query, App ingest) {
        patiently().until(() -> worker.http().get("/actuator/health/readiness").status() == 200);
        HttpAnswer bought = buy(ingest, "after-the-switch", "WAITING", "Prefer", "wait=30");
        assertThat(bought.status()).as(bought.text()).isEqualTo(201);
        assertThat(bought.json().required("state").asString()).isEqualTo("applied");
        assertThat(summaries(query)).containsEntry("1 WAITING", "held 2 cost 5 realised 0");
    }

    private static void prove(App worker) throws IOException {
        Said verified = replay(worker, "verify");
        assertThat(verified.exitCode()).as(verified.text()).isZero();
        assertThat(verified.text()).startsWith("No drift: 9 keys, 324 trades and 4 dead letters compared\ndigest ");
        Said journal = replay(worker, "journal");
        assertThat(journal.exitCode()).as(journal.text()).isZero();
        assertThat(replay(worker, "status").text())
                .contains("generation 1: former, fold version 1\n")
                .contains("generation 2: live, fold version " + Fold.VERSION + "\n");
    }

    private static void keepsTheWayBack(App worker) throws IOException {
        Said back = replay(worker, "rollback");
        assertThat(back.exitCode()).isEqualTo(1);
        assertThat(back.text())
                .isEqualTo("Generation 1 was made by fold version 1, and this worker has fold version " + Fold.VERSION
                        + ": run this on a worker with fold version 1\n");

        assertThat(replay(worker, "discard").text()).isEqualTo("Generation 1 is discarded\n");
        assertThat(replay(worker, "status").text()).doesNotContain("generation 1: ");
    }

    /** Nobody else could apply trades meanwhile: it does by itself what an operator of several workers decides on. */
    @Test
    void aStandaloneRebuildsWhenItStarts() throws SQLException {
        try (EmbeddedServers servers =
                EmbeddedServers.start(EmbeddedServers.Options.on(data, Durability.KILLED_PROCESS))) {
            FormerVersion.restore(servers);
            FormerVersion.keepAnEarlierReadModel(servers);
        }
        try (Server server =
                Server.start(new Server.Options(0, data, false, Durability.KILLED_PROCESS, List.of()), () -> {})) {
            Http http = new Http(server.address());

            assertThat(summaries(http)).isEqualTo(VERSION_2);
            // The broker may still move partitions between the threads of the one process.
            patiently().until(() -> http.get("/actuator/health/readiness").status() == 200);
            assertThat(http.get("/api/v1/trade/equal-4/")
                            .json()
                            .required("state")
                            .asString())
                    .isEqualTo("applied");
        }
    }

    private static HttpAnswer buy(App ingest, String refId, String ticker, String... headers) {
        return ingest.http().post("/api/v1/trade/", """
                {"ref_id": "%s", "user_id": "ann", "portfolio": 1, "trade_type": 1, "security_type": "stock",
                 "ticker": "%s", "volume": 1, "amount": "2.50", "status": "success"}""".formatted(refId, ticker), headers);
    }

    private static JsonNode health(App worker) {
        return worker.http().get("/actuator/health/readiness").json();
    }

    private static Map<String, String> summaries(App query) {
        return summaries(query.http());
    }

    static Map<String, String> summaries(Http http) {
        Map<String, String> summaries = new TreeMap<>();
        for (JsonNode row : http.get("/api/v1/portfolio-summary/").json().required("results")) {
            summaries.put(
                    row.required("portfolio_id").asString() + " "
                            + row.required("ticker").asString(),
                    "held %s cost %s realised %s"
                            .formatted(
                                    row.required("volume").asString(),
                                    row.required("cost").asString(),
                                    row.required("realised_return").asString()));
        }
        return summaries;
    }

    private static List<String> rejected(App query) {
        List<String> refIds = new ArrayList<>();
        query.http()
                .get("/api/v1/trade/?state=rejected")
                .json()
                .required("results")
                .forEach(row -> refIds.add(row.required("ref_id").asString()));
        return refIds;
    }

    record Said(int exitCode, String text) {}

    /** As {@code ./trakkit replay} does it. */
    private static Said replay(App worker, String command) throws IOException {
        return replay(worker.address(), command);
    }

    static Said replay(URI address, String command) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Trakkit.class.getName(),
                        "replay",
                        command,
                        "--url",
                        address.toString())
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(ExitStatus.of(process, Waiting.LIMIT), text);
    }

    /** One of the apps, as it is deployed. */
    private record App(ConfigurableApplicationContext context, URI address) implements AutoCloseable {

        static App start(EmbeddedServers servers, Path web, Class<?> app, String name) {
            ConfigurableApplicationContext context = new SpringApplicationBuilder(app)
                    .registerShutdownHook(false)
                    .run(
                            "--spring.config.name=" + name,
                            "--server.port=0",
                            // On the class path of all apps here; only the worker is deployed with it.
                            "--spring.flyway.enabled=" + app.equals(SummaryWorker.class),
                            // By default a caller is told within seconds that Kafka is away, which on a busy machine it
                            // can seem to be.
                            "--trakkit.ingest.log.max-block=30s",
                            "--trakkit.ingest.log.request-timeout=30s",
                            "--trakkit.ingest.log.delivery-timeout=40s",
                            "--server.tomcat.basedir=" + web,
                            "--spring.datasource.url=" + servers.database().jdbcUrl(),
                            "--spring.datasource.username=" + servers.database().user(),
                            "--spring.datasource.password=" + servers.database().password(),
                            "--spring.kafka.bootstrap-servers="
                                    + servers.kafka().bootstrapServers(),
                            "--spring.data.redis.host=" + servers.redis().host(),
                            "--spring.data.redis.port=" + servers.redis().port(),
                            "--spring.data.redis.password=" + servers.redis().password());
            int port = Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer())
                    .getPort();
            return new App(context, URI.create("http://127.0.0.1:" + port));
        }

        Http http() {
            return new Http(address);
        }

        @Override
        public void close() {
            context.close();
        }
    }
}
