package io.trakkit.wire.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import io.trakkit.wire.http.TestApp;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Pages of the origins in the allow list may call, and no others. */
@SpringBootTest(
        classes = TestApp.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.config.import=classpath:trakkit-common.yml",
            "trakkit.http.cors.allowed-origins=https://app.example.com,http://localhost:3000",
            "trakkit.http.cors.max-age=10m"
        })
class CorsTest {

    private static final String PAGE = "https://app.example.com";

    private final Http http;

    CorsTest(@LocalServerPort int port) {
        http = new Http(port);
    }

    private HttpAnswer preflight(String path, String origin, String method, String headers) {
        return http.send(
                "OPTIONS",
                path,
                BodyPublishers.noBody(),
                "Origin",
                origin,
                "Access-Control-Request-Method",
                method,
                "Access-Control-Request-Headers",
                headers);
    }

    @Test
    void aPreflightTellsTheMethodsOfThePathAlsoThoseOfOtherApps() {
        HttpAnswer answer = preflight("/api/v1/trade/r-1/", PAGE, "PATCH", "if-match, content-type, idempotency-key");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(PAGE);
        assertThat(answer.header("Access-Control-Allow-Methods").split(","))
                .containsExactlyInAnyOrder("GET", "HEAD", "OPTIONS", "PATCH", "PUT");
        assertThat(answer.header("Access-Control-Allow-Headers")).containsIgnoringCase("idempotency-key");
        assertThat(answer.header("Access-Control-Max-Age")).isEqualTo("600");
        assertThat(answer.header("Access-Control-Allow-Credentials")).isEmpty();
        assertThat(answer.header("Vary")).containsIgnoringCase("origin");
    }

    @Test
    void anAnswerShowsAPageTheHeadersThatMatter() {
        HttpAnswer answer = http.get("/api/v1/portfolio-summary/", "Origin", PAGE);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(PAGE);
        assertThat(answer.header("Access-Control-Expose-Headers")).contains("ETag", "Location", "Retry-After");
        assertThat(answer.header("Vary")).containsIgnoringCase("origin");
    }

    @Test
    void aProblemIsShownToAPageToo() {
        HttpAnswer refused = http.send(
                "POST",
                "/api/v1/trade/",
                BodyPublishers.ofString("[]"),
                "Content-Type",
                "application/json",
                "Content-Encoding",
                "br",
                "Origin",
                PAGE);
        assertThat(refused.status()).isEqualTo(415);
        assertThat(refused.header("Access-Control-Allow-Origin")).isEqualTo(PAGE);
    }

    @Test
    void anotherOriginMethodOrHeaderIsRefused() {
        for (HttpAnswer answer : List.of(
                preflight("/api/v1/trade/", "https://evil.example", "POST", "content-type"),
                preflight("/api/v1/trade/", PAGE, "DELETE", "content-type"),
                preflight("/api/v1/trade/", PAGE, "POST", "x-other"),
                preflight("/nowhere", PAGE, "GET", "content-type"),
                http.get("/api/v1/portfolio-summary/", "Origin", "http://app.example.com"))) {
            assertThat(answer.status()).as(answer.response().toString()).isEqualTo(403);
            assertThat(answer.json().get("type").asString()).isEqualTo("urn:trakkit:problem:forbidden");
            assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
        }
    }

    @Test
    void withoutAnOriginNothingIsDifferent() {
        assertThat(http.get("/answer").status()).isEqualTo(200);
        assertThat(http.send("OPTIONS", "/api/v1/trade/", BodyPublishers.noBody())
                        .header("Allow"))
                .isEqualTo("GET, HEAD, OPTIONS, POST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "app.example.com", "https://app.example.com/", "ftp://a", "https://a:99999", "null"})
    void whatIsNoOriginStopsTheStart(String origin) {
        assertThatThrownBy(() -> new CorsSettings(List.of(origin), Duration.ofHours(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("allowed-origins")
                .hasMessageContaining(origin);
    }
}
