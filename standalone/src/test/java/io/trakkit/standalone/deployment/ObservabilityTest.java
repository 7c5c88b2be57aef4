package io.trakkit.standalone.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.standalone.deployment.Observability.Alert;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
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
        String file = alert.runbook().substring(RUNBOOKS.length());
        assertThat(Path.of("..", "docs", "operating", file)).isRegularFile();
        assertThat(ComposeFile.text("docs/operating.md"))
                .contains("| `" + alert.name() + "` | " + alert.severity() + " |")
                .contains("operating/" + file);
        assertThat(ComposeFile.text("docs/operating/" + file))
                .as("the runbook names the alerts that lead to it")
                .contains("`" + alert.name() + "`");
    }

    @Test
    void eachAlertIsRaisedByACase() {
        assertThat(Observability.raisedInTests())
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

    @Test
    void metricsAreToldFromTheWordsOfAnExpression() {
        assertThat(
                        Observability.metricsOf(
                                "sum by (job, uri) (rate(a_total{status=~\"5..\"}[5m]) > 0.01 or (b unless b offset 5m)) or vector(0)"))
                .containsExactly("a_total", "b");
    }
}
