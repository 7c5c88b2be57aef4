package io.trakkit.standalone;

import static io.trakkit.testing.Http.bearer;
import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.access.Scope;
import io.trakkit.standalone.TestClients.Client;
import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The cookie of a browser's session, over all apps, and what ends it. */
@ExtendWith(SharedServer.class)
class SessionTest {

    private static final String SESSION = "/api/v1/session/";
    private static final String[] HTTPS = {"X-Forwarded-Proto", "https"};

    private final TestClients clients;
    private final Http http;
    private Client client;
    private String key = "";

    SessionTest(Server server) {
        clients = new TestClients(server);
        http = new Http(server.address());
    }

    @BeforeEach
    void aClient() {
        client = clients.create("with-sessions", "with-sessions");
        key = clients.key(client.id(), EnumSet.of(Scope.READ, Scope.WRITE));
    }

    @Test
    void behindAGatewayWithTlsBothCookiesAreSecure() {
        HttpAnswer started = http.post(SESSION, "", bearer(key, HTTPS));

        assertThat(cookie(started, "trakkit_session"))
                .contains("; Secure", "; HttpOnly", "; SameSite=Strict", "; Path=/api/")
                .doesNotContain("Domain");
        assertThat(cookie(started, "XSRF-TOKEN"))
                .contains("; Secure", "; SameSite=Strict", "; Path=/")
                .doesNotContain("HttpOnly", "Domain");

        HttpAnswer ended = http.send("DELETE", SESSION, BodyPublishers.noBody(), writing(started, HTTPS));
        assertThat(ended.status()).isEqualTo(204);
        assertThat(cookie(ended, "trakkit_session"))
                .contains("trakkit_session=;", "; Secure", "; HttpOnly", "Max-Age=0");
    }

    /** A browser would not keep a secure cookie from there. */
    @Test
    void withoutTlsNoCookieIsSecure() {
        HttpAnswer started = http.post(SESSION, "", bearer(key));

        assertThat(cookie(started, "trakkit_session"))
                .contains("; HttpOnly", "; SameSite=Strict")
                .doesNotContain("Secure");
        assertThat(cookie(started, "XSRF-TOKEN")).doesNotContain("Secure");
    }

    @Test
    void aSessionEndsWhenItsKeyIsRevoked() {
        HttpAnswer started = http.post(SESSION, "", bearer(key));
        assertOpen(started);

        HttpAnswer revoked = http.post(
                "/api/v1/admin/keys/" + TestClients.idOf(key) + "/revoke/", "{}", bearer(clients.platformKey()));
        assertThat(revoked.status()).isEqualTo(200);

        assertEnds(started, 401, "The API key was revoked");
        assertThat(http.post(SESSION, "", bearer(key)).status()).isEqualTo(401);
    }

    @Test
    void aSessionExpiresWithItsKeyAtTheLatest() {
        Instant end = Instant.now().plusSeconds(3_000).truncatedTo(ChronoUnit.MILLIS);
        HttpAnswer ending = http.post("/api/v1/admin/keys/", """
                {"client": "with-sessions", "scopes": ["read", "write"], "expires_at": "%s"}""".formatted(end), bearer(clients.platformKey()));

        HttpAnswer started = http.post(SESSION, "{\"lifetime_seconds\": 3600}", bearer(ending.text("key")));

        assertThat(started.status()).as(started.text()).isEqualTo(201);
        assertThat(Instant.parse(started.text("expires_at"))).isEqualTo(end);
        assertThat(cookie(started, "trakkit_session")).containsPattern("Max-Age=[12][0-9]{3};");
        assertOpen(started);

        clients.expire(pair(started, "trakkit_session").replaceFirst(".*=", ""));

        assertEnds(started, 401, "The API key");
    }

    @Test
    void aSessionEndsWhenItsClientIsSuspended() {
        HttpAnswer started = http.post(SESSION, "", bearer(key));
        assertOpen(started);
        try {
            clients.save(client.id(), true);

            assertEnds(started, 403, "The client is suspended");
        } finally {
            clients.save(client.id(), false);
        }
        patiently().untilAsserted(() -> assertOpen(started));
    }

    /** Reads and writes. */
    private void assertOpen(HttpAnswer session) {
        assertThat(read(session).status()).isEqualTo(200);
        HttpAnswer written = write(session);
        assertThat(written.status()).as(written.text()).isIn(200, 202);
    }

    /** For reads and writes, and the cookie is taken back. */
    private void assertEnds(HttpAnswer session, int status, String detail) {
        patiently().until(() -> read(session).status() == status);
        for (HttpAnswer refused : List.of(read(session), write(session))) {
            assertThat(refused.status()).isEqualTo(status);
            assertThat(refused.detail()).contains(detail);
            assertThat(cookie(refused, "trakkit_session")).contains("trakkit_session=;", "Max-Age=0");
        }
    }

    private HttpAnswer read(HttpAnswer session) {
        return http.get("/api/v1/trade/" + client.refId(), "Cookie", pair(session, "trakkit_session"));
    }

    private HttpAnswer write(HttpAnswer session) {
        return http.post("/api/v1/trade/", Client.trade(client.portfolio(), "by-session"), writing(session));
    }

    private static String[] writing(HttpAnswer session, String... more) {
        String token = pair(session, "XSRF-TOKEN");
        return Stream.concat(
                        Stream.of(
                                "Cookie",
                                pair(session, "trakkit_session") + "; " + token,
                                "X-XSRF-TOKEN",
                                token.substring(token.indexOf('=') + 1)),
                        Stream.of(more))
                .toArray(String[]::new);
    }

    private static String pair(HttpAnswer session, String name) {
        return cookie(session, name).replaceFirst(";.*", "");
    }

    private static String cookie(HttpAnswer answer, String name) {
        return answer.response().headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith(name + '='))
                .findFirst()
                .orElseThrow();
    }
}
