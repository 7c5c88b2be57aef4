package io.trakkit.wire.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** {@code Allow} names the methods of the whole API, whichever app is asked: this one serves two calls of it. */
@ServerTest
class MethodsTest {

    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "patch", "delete", "head", "options", "trace");

    private final Http http;

    MethodsTest(@LocalServerPort int port) {
        http = new Http(port);
    }

    private HttpAnswer send(String method, String path) {
        return http.send(method, path, BodyPublishers.noBody());
    }

    @Test
    void theTableIsWhatTheDescriptionSays() throws IOException {
        JsonNode paths = new YAMLMapper()
                .readTree(Files.readString(Path.of("..", "docs", "openapi.yaml")))
                .get("paths");
        Map<String, Set<String>> described = new LinkedHashMap<>();
        paths.propertyNames().forEach(path -> {
            Set<String> methods = new TreeSet<>();
            paths.get(path).propertyNames().stream()
                    .filter(METHODS::contains)
                    .forEach(method -> methods.add(method.toUpperCase(Locale.ROOT)));
            described.put(path, methods);
        });
        Map<String, Set<String>> known = new LinkedHashMap<>();
        ApiPaths.described().forEach((path, needs) -> known.put(path, needs.keySet()));
        assertThat(known).isEqualTo(described);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DELETE  | /api/v1/trade/             | GET, HEAD, OPTIONS, POST
            DELETE  | /api/v1/trade              | GET, HEAD, OPTIONS, POST
            PUT     | /api/v1/trade/             | GET, HEAD, OPTIONS, POST
            FOO     | /api/v1/trade/             | GET, HEAD, OPTIONS, POST
            POST    | /api/v1/portfolio-summary/ | GET, HEAD, OPTIONS
            DELETE  | /api/v1/portfolio/7/       | GET, HEAD, OPTIONS, PATCH
            POST    | /api/v1/portfolio/7/stream | GET, HEAD, OPTIONS
            GET     | /api/v1/price/AAPL/        | OPTIONS, PUT
            DELETE  | /api/v1/trade/a%20b/       | GET, HEAD, OPTIONS, PATCH, PUT
            DELETE  | /api/v1/trade/bulk/        | GET, HEAD, OPTIONS, PATCH, POST, PUT
            DELETE  | /api/v1/ops/replay/7/cancel/ | OPTIONS, POST
            """)
    void aMethodThatAPathDoesNotHaveIsToldAllThatItHas(String method, String path, String allow) {
        HttpAnswer answer = send(method, path);
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo(allow);
        assertThat(answer.detail()).isEqualTo("The methods of this path are " + allow);
    }

    @Test
    void whatAnotherAppServesIsToldSo() {
        HttpAnswer read = send("GET", "/api/v1/trade/");
        assertThat(read.status()).isEqualTo(405);
        assertThat(read.header("Allow")).isEqualTo("GET, HEAD, OPTIONS, POST");
        assertThat(read.detail())
                .isEqualTo("This app does not serve GET of this path; send the request to the gateway");
        HttpAnswer absent = send("GET", "/api/v1/portfolio/7/");
        assertThat(absent.status()).isEqualTo(404);
        assertThat(absent.detail())
                .isEqualTo("This app does not serve GET of this path; send the request to the gateway");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            /api/v1/trade/       | GET, HEAD, OPTIONS, POST       | ''
            /api/v1/trade/r-1/   | GET, HEAD, OPTIONS, PATCH, PUT | application/json, application/merge-patch+json
            /api/v1/portfolio/7  | GET, HEAD, OPTIONS, PATCH      | application/json, application/merge-patch+json
            """)
    void optionsTellsTheMethodsAndWhatAPatchMayBe(String path, String allow, String acceptPatch) {
        HttpAnswer answer = send("OPTIONS", path);
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Allow")).isEqualTo(allow);
        assertThat(answer.header("Accept-Patch")).isEqualTo(acceptPatch);
        assertThat(answer.response().headers().map().containsKey("accept-patch"))
                .isEqualTo(!acceptPatch.isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"/answer, 200", "/nowhere, 404", "/api//v1/trade, 404"})
    void outsideOfTheApiAPreflightIsAnsweredAsOptions(String path, int status) {
        HttpAnswer plain = send("OPTIONS", path);
        HttpAnswer preflight = http.send(
                "OPTIONS",
                path,
                BodyPublishers.noBody(),
                "Origin",
                "https://app.example.com",
                "Access-Control-Request-Method",
                "PATCH");
        for (HttpAnswer answer : List.of(plain, preflight)) {
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.header("Allow")).isEqualTo(status == 200 ? "GET, HEAD, OPTIONS" : "");
            assertThat(answer.response().headers().map()).doesNotContainKey("accept-patch");
        }
        assertThat(send("DELETE", "/answer").header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            application/json;q=0              | 406
            */*;q=0                           | 406
            text/csv                          | 406
            text/csv;q=0, application/json    | 200
            */*                               | 200
            """)
    void whatTheCallerExcludesIsNotSent(String accept, int status) {
        assertThat(http.get("/answer", "Accept", accept).status()).isEqualTo(status);
    }

    @Test
    void whatIsNoPathHasNoMethods() {
        assertThat(send("DELETE", "/nowhere").status()).isEqualTo(404);
        assertThat(send("OPTIONS", "/nowhere").status()).isEqualTo(404);
        assertThat(send("DELETE", "/api/v1/trade/a/b/").status()).isEqualTo(404);
    }

    @Test
    void withoutAnAllowListNoAnswerIsForOtherOrigins() {
        HttpAnswer preflight = http.send(
                "OPTIONS",
                "/api/v1/trade/",
                BodyPublishers.noBody(),
                "Origin",
                "https://app.example.com",
                "Access-Control-Request-Method",
                "POST");
        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.header("Allow")).isEqualTo("GET, HEAD, OPTIONS, POST");
        assertThat(preflight.header("Access-Control-Allow-Origin")).isEmpty();
        assertThat(http.get("/answer", "Origin", "https://app.example.com").header("Access-Control-Allow-Origin"))
                .isEmpty();
    }
}
