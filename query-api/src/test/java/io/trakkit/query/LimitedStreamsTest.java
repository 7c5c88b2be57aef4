package io.trakkit.query;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.access.ApiKey;
import io.trakkit.domain.access.ClientAccount;
import io.trakkit.domain.access.ClientLimits;
import io.trakkit.domain.access.IssuedKey;
import io.trakkit.domain.access.Scope;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.store.access.ApiKeys;
import io.trakkit.store.access.ClientAccounts;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.HttpAnswer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A client that may have one stream at once. */
class LimitedStreamsTest {

    private static final String PATH = "/api/v1/portfolio/1/stream/";
    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

    @Test
    void aSecondStreamIsRefusedUntilTheFirstEnds() {
        try (TestDatabase database = TestDatabase.create()) {
            new ReadModel(database.jdbc()).portfolio(1, "u-1", "growth");
            String key = key(database, new ClientLimits(1_000, 1_000, 1, 1, 1, 10));
            try (Instance app =
                    new Instance(database, "--trakkit.access.mode=keys", "--trakkit.stream.heartbeat=300ms")) {
                try (EventStream first = EventStream.open(app.port(), PATH, "Authorization", "Bearer " + key)) {
                    assertThat(first.header("RateLimit-Policy")).isEqualTo("\"requests\";q=1000;w=1");
                    patiently().until(() -> app.followers() == 1);

                    HttpAnswer second = app.http().get(PATH, "Authorization", "Bearer " + key);

                    assertThat(second.status()).isEqualTo(429);
                    assertThat(second.header("Retry-After")).isEqualTo("5");
                    assertThat(second.json().get("detail").asString())
                            .isEqualTo("The client default may have 1 streams at once; retry in 5 s");
                }
                patiently().untilAsserted(() -> {
                    try (EventStream again = EventStream.open(app.port(), PATH, "Authorization", "Bearer " + key)) {
                        assertThat(again.header("Content-Type")).startsWith("text/event-stream");
                    }
                });
            }
        }
    }

    private static String key(TestDatabase database, ClientLimits limits) {
        new ClientAccounts(database.jdbc())
                .save(new ClientAccount(
                        ClientId.DEFAULT, "default", new CurrencyCode("EUR"), false, limits, List.of(), NOW, NOW));
        ApiKey key = ApiKey.generate(new SecureRandom());
        new ApiKeys(database.jdbc())
                .save(new IssuedKey(
                        key.id(),
                        key.hash(),
                        Optional.of(ClientId.DEFAULT),
                        Set.of(Scope.READ),
                        Optional.empty(),
                        "test",
                        NOW,
                        Optional.empty(),
                        Optional.empty(),
                        false));
        return key.reveal();
    }
}
