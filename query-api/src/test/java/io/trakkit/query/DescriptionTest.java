package io.trakkit.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What the API says of itself. */
class DescriptionTest extends ApiTest {

    @Test
    void everyReadIsDescribedWithItsProblems() {
        JsonNode description = get("/docs/code").json();

        assertThat(description.get("openapi").stringValue()).startsWith("3.1");
        assertThat(description.get("paths").propertyNames())
                .extracting(path -> path.replaceAll("/$", ""))
                .contains(
                        "/api/v1/portfolio",
                        "/api/v1/portfolio/{id}",
                        "/api/v1/portfolio/{id}/cumulative-returns",
                        "/api/v1/portfolio/{id}/performance",
                        "/api/v1/portfolio/{id}/stream",
                        "/api/v1/portfolio-summary",
                        "/api/v1/trade",
                        "/api/v1/trade/{ref_id}",
                        "/api/v1/trade/{ref_id}/history");
        for (JsonNode path : description.get("paths")) {
            assertThat(path.at("/get/responses").propertyNames()).contains("200", "503");
        }
        assertThat(description.at("/components/schemas/Summary/properties").propertyNames())
                .contains("average_amount", "realised_return")
                .doesNotContain("averageAmount");
        assertThat(description
                        .at("/components/schemas/Returns/properties/percentage/type")
                        .toString())
                .isEqualTo("[\"null\",\"string\"]");
        assertThat(description
                        .at("/components/schemas/Returns/properties/cost/type")
                        .toString())
                .isEqualTo("\"string\"");
        assertThat(description.at("/components/schemas/Problem/properties").propertyNames())
                .contains("type", "detail", "errors");
    }

    @Test
    void theDescriptionIsTheSameEachTime() {
        assertThat(get("/docs/code.yaml").text())
                .isEqualTo(get("/docs/code.yaml").text());
    }

    @Test
    void swaggerUiShowsTheContractOfAllApps() throws IOException {
        assertThat(get("/docs/code/swagger-config").json().get("url").stringValue())
                .isEqualTo("/docs/openapi.yaml");
        assertThat(get("/docs/openapi.yaml").text())
                .isEqualTo(Files.readString(Path.of("..", "docs", "openapi.yaml")))
                .contains("  /api/v1/trade/bulk:", "  /api/v1/price/{ticker}:", "  /api/v1/ops/replay:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/docs", "/docs/"})
    void swaggerUiStandsAtDocs(String path) {
        Answer page = get(path);
        for (int hops = 0; hops < 3 && page.status() / 100 == 3; hops++) {
            page = get(URI.create("http://localhost:" + port())
                    .resolve(page.header("Location").orElseThrow())
                    .toString());
        }

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("Swagger UI");
    }

    @Test
    void theAppIsReadyWhileTheReadModelIsThere() {
        assertThat(get("/actuator/health/readiness").status()).isEqualTo(200);
        assertThat(List.of("/actuator/health/liveness", "/actuator/prometheus"))
                .allSatisfy(path -> assertThat(get(path).status()).isEqualTo(200));
    }
}
