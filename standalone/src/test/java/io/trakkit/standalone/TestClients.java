package io.trakkit.standalone;

import static io.trakkit.testing.Http.bearer;
import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.access.ApiKey;
import io.trakkit.domain.access.ApiKeyId;
import io.trakkit.domain.access.ClientAccount;
import io.trakkit.domain.access.ClientLimits;
import io.trakkit.domain.access.IssuedKey;
import io.trakkit.domain.access.Scope;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.store.access.ApiKeys;
import io.trakkit.store.access.ClientAccounts;
import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Makes clients with keys and records on a running server. */
final class TestClients {

    static final Set<Scope> ALL_OF_A_CLIENT = EnumSet.of(Scope.READ, Scope.WRITE, Scope.PRICES, Scope.OPS);

    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");
    private static final ClientLimits AMPLE =
            new ClientLimits(1_000_000, 1_000_000, 1_000_000, 1_000, 1_000, 1_000_000);

    private final Http http;
    private final JdbcClient database;

    TestClients(Server server) {
        http = new Http(server.address());
        var embedded = server.servers().database();
        database = JdbcClient.create(
                new DriverManagerDataSource(embedded.jdbcUrl(), embedded.user(), embedded.password()));
    }

    /** A client with one portfolio of the user u, a trade, an activity and a corporate action, and a key of all its scopes. */
    record Client(ClientId id, String key, long portfolio, String refId) {

        String activity() {
            return refId + "-activity";
        }

        String action() {
            return refId + "-action";
        }

        String ticker() {
            return "T-" + portfolio;
        }

        /** A trade in its ticker, for any portfolio. */
        static String trade(long portfolio, String refId) {
            return """
                    {"ref_id": "%1$s", "user_id": "u", "portfolio": %2$d, "trade_type": 1, "security_type": "stock",
                     "ticker": "T-%2$d", "volume": 1, "amount": "2.50", "status": "success"}""".formatted(refId, portfolio);
        }
    }

    /** The database with the rights of its owner. */
    JdbcClient database() {
        return database;
    }

    /**
     * A client with its records, or the one that there is.
     *
     * @param records how the name of its portfolio and the ids of its records begin
     */
    Client create(String id, String records) {
        // Six digits, which are part of no other number in an answer.
        database.sql("SELECT setval('portfolio_ids', greatest(last_value, 100000)) FROM portfolio_ids")
                .query(Long.class)
                .single();
        ClientId client = new ClientId(id);
        save(client, false);
        String key = key(client, ALL_OF_A_CLIENT);
        http.post("/api/v1/portfolio/", "{\"user_id\": \"u\", \"name\": \"%s\"}".formatted(records), bearer(key));
        long portfolio = http.get("/api/v1/portfolio/?name=" + records, bearer(key))
                .json()
                .at("/results/0/id")
                .asLong();
        Client created = new Client(client, key, portfolio, records + "-trade");
        http.post("/api/v1/trade/", Client.trade(portfolio, created.refId()), bearer(key));
        http.post("/api/v1/activity/", """
                {"ref_id": "%s", "user_id": "u", "portfolio": %d, "type": "deposit", "total": "10",
                 "executed_at": "2026-01-05T10:00:00Z", "status": "success"}""".formatted(created.activity(), portfolio), bearer(key));
        http.post("/api/v1/corporate-action/", """
                {"action_id": "%s", "ticker": "%s", "type": "split", "numerator": 2, "denominator": 1,
                 "ex_date": "2026-01-05"}""".formatted(created.action(), created.ticker()), bearer(key));
        for (String own : List.of(
                "trade/" + created.refId(), "activity/" + created.activity(), "corporate-action/" + created.action())) {
            patiently()
                    .untilAsserted(() -> assertThat(
                                    http.get("/api/v1/" + own, bearer(key)).status())
                            .as(own)
                            .isEqualTo(200));
        }
        return created;
    }

    /** An account alone. */
    void save(ClientId id, boolean suspended) {
        new ClientAccounts(database)
                .save(new ClientAccount(
                        id, id.value(), new CurrencyCode("EUR"), suspended, AMPLE, List.of(), NOW, NOW));
    }

    String key(ClientId client, Set<Scope> scopes) {
        return issue(Optional.of(client), scopes, Optional.empty());
    }

    /** A key that is bound to a user. */
    String key(ClientId client, Set<Scope> scopes, String user) {
        return issue(Optional.of(client), scopes, Optional.of(new UserId(user)));
    }

    /** A key of the platform with all its scopes. */
    String platformKey() {
        return issue(Optional.empty(), EnumSet.of(Scope.OPS, Scope.ADMIN), Optional.empty());
    }

    private String issue(Optional<ClientId> client, Set<Scope> scopes, Optional<UserId> user) {
        ApiKey key = ApiKey.generate(new SecureRandom());
        new ApiKeys(database)
                .save(new IssuedKey(
                        key.id(),
                        key.hash(),
                        client,
                        scopes,
                        user,
                        "test",
                        NOW,
                        Optional.empty(),
                        Optional.empty(),
                        false));
        patiently().untilAsserted(() -> assertThat(answer(key).status()).isNotEqualTo(401));
        return key.reveal();
    }

    private HttpAnswer answer(ApiKey key) {
        return http.get("/api/v1/session/", bearer(key.reveal()));
    }

    /** From now on the key counts as expired. */
    void expire(String key) {
        ApiKeys keys = new ApiKeys(database);
        IssuedKey issued = keys.find(new ApiKeyId(idOf(key))).orElseThrow().key();
        keys.save(new IssuedKey(
                issued.id(),
                issued.hash(),
                issued.client(),
                issued.scopes(),
                issued.user(),
                issued.label(),
                issued.createdAt(),
                Optional.of(NOW),
                issued.revokedAt(),
                issued.session()));
    }

    static String idOf(String key) {
        return ApiKey.parse(key).orElseThrow().id().value();
    }
}
