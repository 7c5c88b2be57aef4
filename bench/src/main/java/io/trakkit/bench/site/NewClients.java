package io.trakkit.bench.site;

import io.trakkit.bench.http.HttpConnection;
import io.trakkit.bench.http.HttpConnection.Answer;
import io.trakkit.domain.access.ApiKey;
import io.trakkit.domain.access.ClientAccount;
import io.trakkit.domain.access.ClientLimits;
import io.trakkit.domain.access.IssuedKey;
import io.trakkit.domain.access.Scope;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.store.access.ApiKeys;
import io.trakkit.store.access.ClientAccounts;
import io.trakkit.wire.json.Json;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Makes clients with keys in a database, before the apps start on it. */
public final class NewClients {

    /** Limits that no load here reaches. */
    public static final ClientLimits AMPLE = new ClientLimits(1_000_000, 1_000_000, 1_000_000, 1_000, 1_000, 1_000_000);

    private static final String PORTFOLIOS = "/api/v1/portfolio/";
    private static final int CREATED = 201;
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final JdbcClient jdbc;

    public NewClients(Databases databases, String database) {
        jdbc = JdbcClient.create(
                new DriverManagerDataSource(databases.url(database), databases.user(), databases.password()));
    }

    /** A new client; returns a key of it that reads and writes. */
    public String create(String name, ClientLimits limits) {
        save(name, limits, false);
        return key(name, EnumSet.of(Scope.READ, Scope.WRITE));
    }

    /** A client that is suspended; returns a key of it. */
    public String createSuspended(String name) {
        save(name, ClientLimits.DEFAULT, true);
        return key(name, EnumSet.of(Scope.READ));
    }

    private void save(String name, ClientLimits limits, boolean suspended) {
        new ClientAccounts(jdbc)
                .save(new ClientAccount(
                        new ClientId(name), name, new CurrencyCode("USD"), suspended, limits, List.of(), NOW, NOW));
    }

    /** Another key of a client. */
    public String key(String client, Set<Scope> scopes) {
        return key(Optional.of(client), scopes, Optional.empty(), Optional.empty());
    }

    /** A key of the platform that reads metrics. */
    String operatorsKey() {
        return key(Optional.empty(), EnumSet.of(Scope.OPS), Optional.empty(), Optional.empty());
    }

    public String revokedKey(String client) {
        return key(Optional.of(client), EnumSet.of(Scope.READ), Optional.empty(), Optional.of(NOW));
    }

    public String expiredKey(String client) {
        return key(Optional.of(client), EnumSet.of(Scope.READ), Optional.of(NOW), Optional.empty());
    }

    private String key(
            Optional<String> client, Set<Scope> scopes, Optional<Instant> expiresAt, Optional<Instant> revokedAt) {
        ApiKey key = ApiKey.generate(new SecureRandom());
        new ApiKeys(jdbc)
                .save(new IssuedKey(
                        key.id(),
                        key.hash(),
                        client.map(ClientId::new),
                        scopes,
                        Optional.empty(),
                        "bench",
                        NOW,
                        expiresAt,
                        revokedAt,
                        false));
        return key.reveal();
    }

    /** A new portfolio of the user ada. */
    public static long portfolio(URI ingest, String key) throws Exception {
        return portfolio(ingest, key, "bench");
    }

    /** A new portfolio of the user ada with that name. */
    public static long portfolio(URI ingest, String key, String name) throws Exception {
        String body = "{\"user_id\":\"ada\",\"name\":\"" + name + "\"}";
        try (HttpConnection connection = HttpConnection.to(ingest)) {
            Answer answer =
                    connection.exchange(HttpConnection.withKey(HttpConnection.post(ingest, PORTFOLIOS, body), key));
            if (answer.status() != CREATED) {
                throw new IllegalStateException("No portfolio was created: " + answer.text());
            }
            return Json.strict().readTree(answer.body()).required("id").asLong();
        }
    }
}
