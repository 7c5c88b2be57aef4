package io.trakkit.access;

import static io.trakkit.testing.Http.bearer;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.access.ApiKey;
import io.trakkit.domain.access.Scope;
import io.trakkit.store.access.ApiKeys;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

/** Which pages may write to an app whose calls need no key. A page need not see the answer, so no preflight holds it back. */
class OpenPagesTest {

    private static final String LISTED = "http://localhost:5173";

    private static TestDatabase database;
    private static ServletWebServerApplicationContext app;
    private static ServletWebServerApplicationContext withList;

    @BeforeAll
    static void start() {
        database = TestDatabase.create();
        app = AccessTest.start(database.jdbcUrl(), "open");
        withList = AccessTest.start(database.jdbcUrl(), "open", "--trakkit.http.cors.allowed-origins=" + LISTED);
    }

    @AfterAll
    static void stop() {
        withList.close();
        app.close();
        database.close();
    }

    /** As fetch sends it with mode no-cors, and a form: of a site elsewhere, and of a page on another port of this machine. */
    @ParameterizedTest
    @CsvSource({
        "https://evil.example, cross-site",
        "http://localhost:5173, same-site",
        "null, cross-site",
        "null, none",
        "https://evil.example, ",
        "null, ",
        "http://[, ",
        ", cross-site",
        ", same-site"
    })
    void aPageOfAnotherOriginWritesNothing(@Nullable String origin, @Nullable String site) {
        for (String[] call : List.of(
                new String[] {"POST", "/api/v1/trade"},
                new String[] {"POST", "/api/v1/trade/bulk?format=auto"},
                new String[] {"POST", "/api/v1/ops/replay/1/cancel"},
                new String[] {"POST", "/api/v1/admin/keys/0123456789abcdef/revoke"},
                new String[] {"DELETE", "/api/v1/session"},
                new String[] {"POST", "/no/path"})) {
            HttpAnswer answer = write(app, call[0], call[1], page(origin, site));

            assertThat(answer.status()).as(call[1]).isEqualTo(403);
            assertThat(answer.json().get("type").asString()).isEqualTo("urn:trakkit:problem:forbidden");
            assertThat(answer.detail()).contains("is not allowed for pages of other origins");
            assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
        }
        assertThat(write(app, "GET", "/api/v1/trade", page(origin, site)).status())
                .isEqualTo(200);
    }

    @Test
    void theOwnPageWrites() {
        String own = AccessTest.addressOf(app).toString();

        assertThat(write(app, "POST", "/api/v1/trade", page(own, "same-origin")).status())
                .isEqualTo(200);
        // A browser that says nothing about the site.
        assertThat(write(app, "POST", "/api/v1/trade", page(own, null)).status())
                .isEqualTo(200);
        // A proxy before the app that names itself in Host, such as that of a development server.
        assertThat(write(app, "POST", "/api/v1/trade", page(LISTED, "same-origin"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void whatIsNoBrowserWrites() {
        assertThat(write(app, "POST", "/api/v1/trade").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"same-site", "cross-site", ""})
    void aPageOnTheListWrites(String site) {
        HttpAnswer answer = write(withList, "POST", "/api/v1/trade", page(LISTED, site.isEmpty() ? null : site));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(LISTED);
        assertThat(write(withList, "POST", "/api/v1/trade", page("https://evil.example", "cross-site"))
                        .status())
                .isEqualTo(403);
        assertThat(write(withList, "POST", "/api/v1/trade", page(null, "cross-site"))
                        .status())
                .isEqualTo(403);
    }

    /** A page of another site does not know the key. */
    @Test
    void aPageWithAKeyWrites() {
        ApiKey key = ApiKey.generate(new SecureRandom());
        new ApiKeys(database.jdbc())
                .save(AccessRecords.key(key, Optional.empty(), Set.of(Scope.ADMIN), Optional.empty()));
        app.getBean(KeyRing.class).refresh();

        assertThat(write(
                                app,
                                "POST",
                                "/api/v1/trade",
                                bearer(
                                        key.reveal(),
                                        "X-Trakkit-Client",
                                        "default",
                                        "Origin",
                                        "https://app.example.com",
                                        "Sec-Fetch-Site",
                                        "cross-site"))
                        .status())
                .isEqualTo(200);
    }

    private static String[] page(@Nullable String origin, @Nullable String site) {
        List<String> headers = new ArrayList<>();
        if (origin != null) {
            headers.addAll(List.of("Origin", origin));
        }
        if (site != null) {
            headers.addAll(List.of("Sec-Fetch-Site", site));
        }
        return headers.toArray(String[]::new);
    }

    /** Without a body or its type, so without a reason for a preflight. */
    private static HttpAnswer write(
            ServletWebServerApplicationContext asked, String method, String path, String... headers) {
        return new Http(AccessTest.addressOf(asked)).send(method, path, BodyPublishers.noBody(), headers);
    }
}
