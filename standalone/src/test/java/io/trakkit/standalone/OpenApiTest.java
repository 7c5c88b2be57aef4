package io.trakkit.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written about the HTTP face, held against the code. */
@ExtendWith(SharedServer.class)
class OpenApiTest {

    private static final Path WRITTEN = Path.of("..", "docs", "openapi.yaml");

    private final Http http;

    OpenApiTest(Server server) {
        http = new Http(server.address());
    }

    /**
     * Where the code has changed on purpose, {@code ./mvnw -pl standalone -am test -Dtest=OpenApiTest
     * -Dsurefire.failIfNoSpecifiedTests=false -Dtrakkit.openapi.write=true} writes the file anew.
     */
    @Test
    void theDescriptionInDocsIsThatOfTheCode() throws IOException {
        String description = http.get("/docs/code.yaml").text();
        if (Boolean.getBoolean("trakkit.openapi.write")) {
            Files.writeString(WRITTEN, description);
        }
        assertThat(description)
                .as("run this test with -Dtrakkit.openapi.write=true to write docs/openapi.yaml anew")
                .isEqualTo(read());
    }

    private static String read() {
        try {
            return Files.readString(WRITTEN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/docs/", "/docs"})
    void swaggerUiStandsAtDocs(String path) {
        Http.Answer answer = http.get(path);
        assertThat(answer.status()).isEqualTo(302);
        String page = answer.headers().firstValue("Location").orElseThrow();
        assertThat(http.get(page).text()).contains("<title>Swagger UI</title>");
        assertThat(http.get("/docs/code/swagger-config").text()).contains("\"url\":\"/docs/openapi.yaml\"");
        assertThat(http.get("/docs/openapi.yaml").text())
                .as("the contract as it was built into query-api")
                .isEqualTo(read());
    }
}
