package io.trakkit.standalone.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.standalone.deployment.Observability.Alert;
import io.trakkit.standalone.deployment.Observability.Shown;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What the files of {@code deploy/observability} say, without Prometheus and Grafana. */
class ObservabilityTest {

    private static final String RUNBOOKS = "{{ $externalLabels.runbooks }}docs/operating/";

    private static List<Alert> alerts() {
        return Observability.alerts();
    }

    private static List<Path> dashboards() {
        return Observability.dashboards();
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void eachAlertHasARunbookThatExistsAndARowInTheDocument(Alert alert) {
        assertThat(alert.name()).startsWith("Trakkit");
        assertThat(alert.severity()).isIn("critical", "warning");
        assertThat(alert.summary()).isNotEmpty();
        assertThat(alert.runbook()).startsWith(RUNBOOKS);
        String link = alert.runbook().substring(RUNBOOKS.length());
        String file = link.replaceFirst("#.*", "");
        assertThat(Path.of("..", "docs", "operating", file)).isRegularFile();
        assertThat(ComposeFile.text("docs/operating.md"))
                .contains("| `" + alert.name() + "` | " + alert.severity() + " |")
                .contains("operating/" + link + ")");
        assertThat(sectionOf(ComposeFile.text("docs/operating/" + file), link.substring(file.length())))
                .as("the section of the runbook names the alerts that lead to it")
                .contains("`" + alert.name() + "`");
    }

    /** What follows the heading that a link names, down to the next one; without one, from the title on. */
    private static String sectionOf(String document, String fragment) {
        List<String> sections = Pattern.compile("^#+ ", Pattern.MULTILINE)
                .splitAsStream(document)
                .filter(section -> !section.isBlank())
                .toList();
        return sections.stream()
                .filter(section -> fragment.isEmpty() || fragment.equals(anchor(section)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no heading for " + fragment));
    }

    private static String anchor(String section) {
        return "#"
                + section.lines()
                        .findFirst()
                        .orElseThrow()
                        .toLowerCase(Locale.ROOT)
                        .replace(' ', '-');
    }

    /** The others are about what has lasted when their expression is true, or about an event. */
    @Test
    void alertsOfAStateWaitUntilItHasLasted() {
        assertThat(alerts())
                .filteredOn(alert -> alert.lasts().isEmpty())
                .extracting(Alert::name)
                .containsExactlyInAnyOrder(
                        // A halt does not end by itself; STALLED and late have their own time.
                        "TrakkitWorkerHalted",
                        "TrakkitPartitionStalled",
                        "TrakkitFeedLate",
                        "TrakkitDeadLetterIsADefect",
                        "TrakkitDeadLetters",
                        "TrakkitServerErrors",
                        "TrakkitPoolExhausted");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void eachAlertIsRaisedByACaseAndSilentInAnother(boolean raised) {
        assertThat(Observability.inTests(raised))
                .containsExactlyInAnyOrderElementsOf(
                        alerts().stream().map(Alert::name).collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void eachDashboardAsksTheProvisionedPrometheusAndExplainsEachPanel(Path file) {
        JsonNode dashboard = Observability.read(file);
        String name = file.getFileName().toString().replace(".json", "");

        assertThat(dashboard.required("uid").asString()).isEqualTo("trakkit-" + name);
        assertThat(dashboard.required("panels").values()).isNotEmpty().allSatisfy(panel -> {
            assertThat(panel.required("description").asString()).isNotEmpty();
            assertThat(panel.required("datasource").required("uid").asString()).isEqualTo("prometheus");
            JsonNode shown = panel.required("fieldConfig").required("defaults");
            assertThat(shown.has("unit") || !shown.path("mappings").isEmpty())
                    .as("a unit, or words for the values, of %s", panel.required("title"))
                    .isTrue();
            if (!panel.required("type").asString().equals("stat")) {
                assertThat(panel.required("targets").values())
                        .allSatisfy(
                                target -> assertThat(target.path("legendFormat").asString(""))
                                        .as("the name of each line of %s", panel.required("title"))
                                        .isNotEmpty());
            }
        });
        assertThat(ComposeFile.text("deploy/observability/grafana/provisioning/datasources/prometheus.yml"))
                .contains("uid: prometheus\n");
    }

    @Test
    void theDashboardsThatGrafanaFindsAreTheseFour() {
        assertThat(dashboards())
                .extracting(file -> file.getFileName().toString())
                .containsExactly("ingest.json", "overview.json", "query.json", "worker.json");
        assertThat(ComposeFile.text("deploy/observability/grafana/provisioning/dashboards/trakkit.yml"))
                .contains("path: /etc/trakkit/dashboards\n");
        assertThat(ComposeFile.text("docker-compose.yml"))
                .contains("./deploy/observability/grafana/dashboards:/etc/trakkit/dashboards:ro");
    }

    @ParameterizedTest
    @MethodSource("expressions")
    void countersAreShownAsRatesAndQuantilesAreOfSums(Shown shown) {
        String expression = shown.expression();
        assertThat(Observability.bareCounters(expression)).isEmpty();
        if (expression.contains("histogram_quantile(")) {
            assertThat(expression)
                    .containsPattern(
                            "histogram_quantile\\([0-9.]+, sum by \\([a-z, ]*\\ble\\) \\(rate\\([a-z_]+_bucket");
        }
        if (expression.contains("http_server_requests_seconds_bucket") && !expression.contains("method=~\"POST")) {
            assertThat(expression)
                    .as("a stream lasts as long as somebody looks: it is no slow request")
                    .contains("uri!~\".*/stream\"");
        }
    }

    private static List<Shown> expressions() {
        return Observability.shown();
    }

    @Test
    void aCounterWithoutASpanOfTimeIsFound() {
        assertThat(Observability.bareCounters(
                        "rate(a_total{x=\"1\"}[5m]) + sum(b_count) / c_sum{y=~\"2\"} + rate(d_bucket[1m])"))
                .containsExactly("b_count", "c_sum{y=~\"2\"}");
    }

    @Test
    void metricsAreToldFromTheWordsOfAnExpression() {
        assertThat(
                        Observability.metricsOf(
                                "sum by (job, uri) (rate(a_total{status=~\"5..\"}[5m]) > 0.01 or (b unless on () b offset 5m)) or vector(0)"))
                .containsExactly("a_total", "b");
    }
}
