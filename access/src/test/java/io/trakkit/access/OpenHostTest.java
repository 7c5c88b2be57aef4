package io.trakkit.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.Http;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

/** Whom an app serves whose calls need no key: callers of this machine, not pages whose name resolves to it. */
class OpenHostTest {

    private static TestDatabase database;
    private static ServletWebServerApplicationContext app;

    @BeforeAll
    static void start() {
        database = TestDatabase.create();
        app = AccessTest.start(database.jdbcUrl(), "open");
    }

    @AfterAll
    static void stop() {
        app.close();
        database.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:8080",
                "trakkit.localhost:8080",
                "a.b.localhost",
                "127.0.0.1:8080",
                "127.1.2.3",
                "[::1]",
                "[::1]:8080"
            })
    void aHostOfThisMachineIsServed(String host) throws IOException {
        assertThat(get("/api/v1/trade", host)).startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8080",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "evil-localhost",
                "10.0.0.1:8080",
                "0.0.0.0:8080",
                "[::]:8080",
                "[fe80::1]"
            })
    void anyOtherHostIsRefusedByName(String host) throws IOException {
        for (String path :
                new String[] {"/api/v1/trade", "/api/v1/nothing", "/", "/assets/main.js", "/actuator/health"}) {
            assertThat(get(path, host))
                    .as(path)
                    .startsWith("HTTP/1.1 400 ")
                    .contains("urn:trakkit:problem:invalid", "\"header\":\"Host\"", "not \\\"" + host + "\\\"")
                    .contains("TRAKKIT_ACCESS_MODE=keys");
        }
    }

    /** The page of another site can add this header, too. */
    @Test
    void aHostThatAProxyNamesDoesNotCount() throws IOException {
        assertThat(get("/api/v1/trade", "evil.example", "X-Forwarded-Host: localhost\r\nForwarded: host=localhost\r\n"))
                .startsWith("HTTP/1.1 400 ");
        assertThat(get("/api/v1/trade", "localhost", "X-Forwarded-Host: trakkit.example\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    /** It was served for the client default, so an import for another client went to the wrong place without a word. */
    @Test
    void withoutAKeyNoOtherClientCanBeNamed() throws IOException {
        assertThat(get("/api/v1/trade", "localhost", "X-Trakkit-Client: acme\r\n"))
                .startsWith("HTTP/1.1 403 ")
                .contains(
                        "A request without a key acts for the client default; the header X-Trakkit-Client needs a key");
        assertThat(get("/api/v1/trade", "localhost", "X-Trakkit-Client: default\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    private static String get(String path, String host) throws IOException {
        return get(path, host, "");
    }

    private static String get(String path, String host, String headers) throws IOException {
        return Http.raw(
                AccessTest.addressOf(app).getPort(),
                "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + headers + "Connection: close\r\n\r\n");
    }
}
