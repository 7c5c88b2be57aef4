package io.trakkit.standalone;

import static io.trakkit.testing.Http.bearer;
import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.standalone.deployment.Observability;
import io.trakkit.standalone.deployment.Observability.Alert;
import io.trakkit.standalone.deployment.Observability.Shown;
import io.trakkit.standalone.embedded.Durability;
import io.trakkit.testing.Http;
import io.trakkit.worker.admin.FirstKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A real Prometheus scrapes a real server, with a key of the platform as in compose: what alerts and dashboards name exists. Needs
 * prometheus: {@code ./trakkit test -Pprometheus}.
 */
@Tag("prometheus")
class PrometheusTest {

    /** Prometheus makes it while an alert is raised. */
    private static final String OF_PROMETHEUS = "ALERTS";

    private static final String CLIENTS = "/api/v1/admin/clients/";
    private static final String KEYS = "/api/v1/admin/keys/";

    private static Server server;
    private static Prometheus prometheus;
    private static String admin;
    private static String clientKey;

    @BeforeAll
    static void start(@TempDir Path data) throws IOException {
        server = Server.start(
                new Server.Options(
                        0,
                        data,
                        false,
                        Durability.KILLED_PROCESS,
                        List.of(
                                "--trakkit.access.mode=keys",
                                "--trakkit.feed.cron=* * * * * *",
                                "--trakkit.ingest.inbound.enabled=true")),
                () -> {});
        Http http = new Http(server.address());
        admin = server.context().getBean(FirstKey.class).create("a test");
        assertThat(http.post(CLIENTS, "{\"id\": \"acme\", \"name\": \"Acme\"}", bearer(admin))
                        .status())
                .isEqualTo(201);
        clientKey = newKey(http, "{\"client\": \"acme\", \"scopes\": [\"read\", \"write\", \"prices\"]}");
        useEverything(http);
        prometheus = Prometheus.scraping(server.address(), newKey(http, "{\"scopes\": [\"ops\"]}"));
        patiently().until(() -> !prometheus.query("up == 1").isEmpty());
        patiently()
                .until(() ->
                        prometheus.query("trakkit_worker_partition_status >= 0").size() == 12);
        patiently()
                .until(() ->
                        !prometheus.query("trakkit_feed_runs_seconds_count > 0").isEmpty());
    }

    @AfterAll
    static void stop() throws IOException {
        prometheus.close();
        server.close();
    }

    private static String newKey(Http http, String body) {
        return http.post(KEYS, body, bearer(admin)).json().required("key").asString();
    }

    /** Some metrics begin with the first event that they count. */
    private static void useEverything(Http http) {
        String portfolio = http.post(
                        "/api/v1/portfolio/", "{\"user_id\": \"ada\", \"name\": \"main\"}", bearer(clientKey))
                .json()
                .required("id")
                .asString();
        String trade = "{\"ref_id\": \"%s\", \"user_id\": \"ada\", \"portfolio\": " + portfolio
                + ", \"trade_type\": 1, \"security_type\": \"stock\", \"ticker\": \"ACME\", \"volume\": 1, \"amount\": 1,"
                + " \"status\": \"success\"}";
        assertThat(http.post("/api/v1/trade/", trade.formatted("a-1"), bearer(clientKey, "Prefer", "wait=60"))
                        .status())
                .isEqualTo(201);
        assertThat(http.post(
                                "/api/v1/trade/bulk/",
                                trade.formatted("a-2"),
                                bearer(clientKey, "Content-Type", "application/x-ndjson"))
                        .status())
                .isEqualTo(200);
        assertThat(http.put("/api/v1/price/ACME/", "{\"price\": 2}", bearer(clientKey))
                        .status())
                .isEqualTo(200);
        assertThat(http.get("/api/v1/portfolio/" + portfolio + "/cumulative-returns/", bearer(clientKey))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void everyMetricOfAnAlertAndADashboardExists() {
        Set<String> named = Stream.concat(
                        Observability.alerts().stream().map(Alert::expression),
                        Observability.shown().stream().map(Shown::expression))
                .flatMap(expression -> Observability.metricsOf(expression).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        named.remove(OF_PROMETHEUS);

        assertThat(named)
                .hasSizeGreaterThan(30)
                .contains("trakkit_worker_lag_seconds", "http_server_requests_seconds_count");
        patiently()
                .untilAsserted(
                        () -> assertThat(prometheus.get("label/__name__/values").values())
                                .extracting(JsonNode::asString)
                                .containsAll(named));
    }

    @Test
    void everyExpressionOfADashboardIsValidAndLabelsAreTheirs() {
        assertThat(Observability.shown())
                .hasSizeGreaterThan(50)
                .allSatisfy(shown -> assertThat(prometheus
                                .query(shown.expression().replace("$__rate_interval", "1m"))
                                .isArray())
                        .as(shown.toString())
                        .isTrue());
        assertThat(labels("sum by (partition) (trakkit_worker_lag)")).hasSize(12);
        assertThat(labels("sum by (pool) (hikaricp_connections_active{pool=~\".*worker.*\"})"))
                .isNotEmpty();
        assertThat(labels("sum by (uri) (http_server_requests_seconds_bucket{method=\"POST\"})"))
                .isNotEmpty();
        // Alerts and dashboards leave these out by name.
        assertThat(labels("sum by (uri) (http_server_requests_seconds_count{uri=~\"/actuator.*\"})"))
                .isNotEmpty();
    }

    @Test
    void withoutAKeyOfThePlatformNothingIsScraped() throws IOException {
        for (String key : List.of("", clientKey)) {
            try (Prometheus refused = Prometheus.scraping(server.address(), key)) {
                patiently().until(() -> !refused.query("up == 0").isEmpty());
                assertThat(refused.query("trakkit_worker_lag")).isEmpty();
            }
        }
    }

    private static Set<String> labels(String expression) {
        return prometheus.query(expression).values().stream()
                .map(series -> series.required("metric").toString())
                .collect(Collectors.toSet());
    }

    @Test
    void theAlertsAreEvaluatedAndASoundServerRaisesNone() {
        patiently().untilAsserted(() -> {
            List<JsonNode> rules = prometheus.get("rules").required("groups").values().stream()
                    .flatMap(group -> group.required("rules").values().stream())
                    .toList();
            assertThat(rules).hasSameSizeAs(Observability.alerts()).allSatisfy(rule -> {
                assertThat(rule.required("health").asString())
                        .as(rule.toString())
                        .isEqualTo("ok");
                assertThat(rule.required("state").asString())
                        .as(rule.toString())
                        .isEqualTo("inactive");
            });
        });
    }
}
