package io.trakkit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.testing.HttpAnswer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Swagger UI, the contract and the health of the app. */
class DocsTest extends ApiTest {

    @Test
    void swaggerUiShowsTheContractOfAllApps() throws IOException {
        assertThat(get("/docs/swagger-config").json().get("url").stringValue()).isEqualTo("/docs/openapi.yaml");
        assertThat(get("/docs/openapi.yaml").text())
                .isEqualTo(Files.readString(Path.of("..", "docs", "openapi.yaml")))
                .contains("  /api/v1/trade/bulk:", "  /api/v1/price/{ticker}:", "  /api/v1/ops/replay:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/docs", "/docs/"})
    void swaggerUiStandsAtDocs(String path) {
        HttpAnswer page = get(path);
        for (int hops = 0; hops < 3 && page.status() / 100 == 3; hops++) {
            page = get(URI.create("http://localhost:" + port())
                    .resolve(page.header("Location"))
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
