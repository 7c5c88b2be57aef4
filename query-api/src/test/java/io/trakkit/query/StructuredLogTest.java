package io.trakkit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.testing.Http;
import io.trakkit.wire.json.Json;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.logging.LoggingSystemProperty;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** The lines of the log that a request causes, here for lack of PostgreSQL, as text and as JSON. */
@ExtendWith(OutputCaptureExtension.class)
class StructuredLogTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String MESSAGE = "The database is unavailable";

    /** While an app of another test lives, the next one would log in its format. */
    @BeforeEach
    @AfterEach
    void forgetTheFormat() {
        LoggingSystem.get(getClass().getClassLoader()).cleanUp();
        // Spring Boot sets it at the first start, and later ones would use it.
        System.clearProperty(LoggingSystemProperty.CONSOLE_STRUCTURED_FORMAT.getEnvironmentVariableName());
    }

    /** An empty format is none, as compose gives it. */
    @Test
    void aLineAsTextBeginsWithTheTraceAndTheClient(CapturedOutput output) {
        requestWithoutDatabase("");

        assertThat(output.getOut().lines().filter(line -> line.contains(MESSAGE)))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).contains(' ' + TRACE + " default " + MESSAGE));
    }

    @Test
    void aLineAsEcsHasTheTraceAndTheClient(CapturedOutput output) {
        assertThat(lines("ecs", "message", output)).isNotEmpty().allSatisfy(line -> {
            assertThat(line.at("/trace/id").asString()).isEqualTo(TRACE);
            assertThat(line.at("/span/id").asString()).matches("[0-9a-f]{16}");
            assertThat(line.at("/trakkit/client").asString()).isEqualTo("default");
            assertThat(line.at("/service/name").asString()).isEqualTo("query-api");
            assertThat(line.at("/log/level").asString()).isEqualTo("WARN");
        });
    }

    @Test
    void aLineForLogstashHasTheTraceAndTheClient(CapturedOutput output) {
        assertThat(lines("logstash", "message", output)).isNotEmpty().allSatisfy(line -> {
            assertThat(line.path("trace.id").asString()).isEqualTo(TRACE);
            assertThat(line.path("span.id").asString()).matches("[0-9a-f]{16}");
            assertThat(line.path("trakkit.client").asString()).isEqualTo("default");
            assertThat(line.path("level").asString()).isEqualTo("WARN");
        });
    }

    @Test
    void aLineAsGelfHasTheTraceAndTheClient(CapturedOutput output) {
        assertThat(lines("gelf", "short_message", output)).isNotEmpty().allSatisfy(line -> {
            assertThat(line.path("_trace.id").asString()).isEqualTo(TRACE);
            assertThat(line.path("_span.id").asString()).matches("[0-9a-f]{16}");
            assertThat(line.path("_trakkit.client").asString()).isEqualTo("default");
            assertThat(line.path("host").asString()).isEqualTo("query-api");
            // Of syslog: a warning.
            assertThat(line.path("level").asInt()).isEqualTo(4);
        });
    }

    private static List<JsonNode> lines(String format, String message, CapturedOutput output) {
        requestWithoutDatabase(format);
        return output.getOut()
                .lines()
                // Other apps of this JVM may write as text until the format changes.
                .filter(line -> line.startsWith("{"))
                .map(line -> Json.strict().readTree(line))
                .filter(line -> line.path(message).asString("").startsWith(MESSAGE))
                .toList();
    }

    /** Traces go nowhere: none is sampled. */
    private static void requestWithoutDatabase(String format) {
        try (ConfigurableApplicationContext app = new SpringApplicationBuilder(QueryApi.class)
                .properties("spring.config.name=query-api")
                .run(
                        "--server.port=0",
                        "--spring.datasource.username=nobody",
                        "--spring.datasource.password=",
                        "--spring.datasource.url=jdbc:postgresql://127.0.0.1:1/trakkit",
                        "--logging.structured.format.console=" + format,
                        "--management.opentelemetry.tracing.export.otlp.endpoint=http://127.0.0.1:1/v1/traces",
                        "--management.tracing.sampling.probability=0")) {
            int port = app.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
            assertThat(new Http(port)
                            .get("/api/v1/trade/", "traceparent", "00-" + TRACE + "-00f067aa0ba902b7-00")
                            .status())
                    .isEqualTo(503);
        }
    }
}
