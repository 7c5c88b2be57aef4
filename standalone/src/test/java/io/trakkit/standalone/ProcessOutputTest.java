package io.trakkit.standalone;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Span;
import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the program prints before anything else, and what it takes from variables of its environment. */
class ProcessOutputTest {

    @TempDir
    private Path data;

    @Test
    void theDemoPrintsTheAddressOfItsPageFirst() throws IOException {
        try (StandaloneProcess demo = StandaloneProcess.start("demo", "--port", "0", "--data", data.toString())) {
            URI address = demo.awaitReady();

            assertThat(demo.nextLine())
                    .isEqualTo("Open " + address + "/ in a browser: it shows the portfolios of the demo, live.");
            HttpAnswer page = new Http(address).get("/");
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.text()).contains("<title>trakkit</title>");
        }
    }

    /** No setting of Spring Boot says where spans go. */
    @Test
    void spansGoWhereTheVariablesOfOpenTelemetrySay() throws IOException {
        try (SpanReceiver receiver = SpanReceiver.start();
                StandaloneProcess up = StandaloneProcess.start(
                        Map.of(
                                "OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint(),
                                "OTEL_TRACES_SAMPLER", "parentbased_traceidratio",
                                "OTEL_TRACES_SAMPLER_ARG", "1",
                                "OTEL_BSP_SCHEDULE_DELAY", "100"),
                        "up",
                        "--port",
                        "0",
                        "--data",
                        data.toString())) {
            Http http = new Http(up.awaitReady());

            // All are sampled, where by default one in a hundred is.
            for (int i = 0; i < 3; i++) {
                assertThat(http.get("/api/v1/portfolio/").status()).isEqualTo(200);
            }

            patiently()
                    .untilAsserted(() -> assertThat(receiver.spans())
                            .extracting(Span::getName)
                            .filteredOn("http get /api/v1/portfolio"::equals)
                            .hasSize(3));
        }
    }
}
