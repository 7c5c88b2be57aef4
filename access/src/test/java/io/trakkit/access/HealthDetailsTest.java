package io.trakkit.access;

import static io.trakkit.testing.Http.bearer;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.access.ApiKey;
import io.trakkit.domain.access.Scope;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.store.access.ApiKeys;
import io.trakkit.store.access.ClientAccounts;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.Http;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

/** To whom health, which needs no key, shows its details where it shows them to operators only. */
class HealthDetailsTest {

    private static final ClientId ACME = new ClientId("acme");
    private static final String WHEN_AUTHORIZED = "--management.endpoint.health.show-details=when-authorized";

    private final TestDatabase database = TestDatabase.create();

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    @Test
    void withKeysOperatorsOfThePlatformSeeThem() {
        new ClientAccounts(database.jdbc()).save(AccessRecords.account(ACME, false));
        try (ServletWebServerApplicationContext app = AccessTest.start(database.jdbcUrl(), "keys", WHEN_AUTHORIZED)) {
            Http http = new Http(AccessTest.addressOf(app));
            String[] operator = bearer(key(Optional.empty(), Scope.OPS));
            String[] prices = bearer(key(Optional.empty(), Scope.PRICES));
            String[] client = bearer(key(Optional.of(ACME), Scope.READ, Scope.OPS));
            app.getBean(KeyRing.class).refresh();

            for (String path : new String[] {"/actuator/health", "/actuator/health/db", "/%61ctuator/health"}) {
                assertThat(details(http, path)).as(path).isFalse();
                assertThat(details(http, path, client)).as(path).isFalse();
                assertThat(details(http, path, prices)).as(path).isFalse();
                assertThat(details(http, path, operator)).as(path).isTrue();
            }
        }
    }

    @Test
    void whereCallsNeedNoKeyEachCallerSeesThem() {
        try (ServletWebServerApplicationContext app = AccessTest.start(database.jdbcUrl(), "open", WHEN_AUTHORIZED)) {
            assertThat(details(new Http(AccessTest.addressOf(app)), "/actuator/health"))
                    .isTrue();
        }
    }

    private static boolean details(Http http, String path, String... headers) {
        String health = http.get(path, headers).text();
        assertThat(health).contains("\"status\":\"UP\"");
        return health.contains("\"database\":\"PostgreSQL\"");
    }

    private String key(Optional<ClientId> client, Scope... scopes) {
        ApiKey key = ApiKey.generate(new SecureRandom());
        new ApiKeys(database.jdbc()).save(AccessRecords.key(key, client, Set.of(scopes), Optional.empty()));
        return key.reveal();
    }
}
