package io.trakkit.standalone;

import static io.trakkit.testing.Http.bearer;
import static io.trakkit.testing.JwtIssuer.date;
import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.standalone.TestClients.Client;
import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import io.trakkit.testing.JwtIssuer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What callers with JWTs may do, and what forged ones are answered. */
@ExtendWith(SharedServer.class)
class JwtTest {

    private static final String INVALID = "The JWT is not valid: check its signature, issuer, audience and times";
    private static final String ALL = "read write prices ops admin";
    private static final String TRADES = "/api/v1/trade/";

    private final TestClients clients;
    private final JwtIssuer issuer;
    private final Http http;
    private Client own;
    private Client victim;

    JwtTest(Server server, JwtIssuer issuer) {
        clients = new TestClients(server);
        this.issuer = issuer;
        http = new Http(server.address());
    }

    @BeforeEach
    void twoClients() {
        own = clients.create("jwt-a", "jwt-a");
        victim = clients.create("jwt-b", "jwt-b");
    }

    private String jwt(String client, String scopes) {
        return issuer.signed(issuer.claims(client, scopes).build());
    }

    @Test
    void aJwtReadsWritesAndSetsPricesForItsClient() {
        String jwt = jwt("jwt-a", ALL);

        assertThat(http.get(TRADES + own.refId(), bearer(jwt)).status()).isEqualTo(200);
        HttpAnswer posted =
                http.post(TRADES, Client.trade(own.portfolio(), "by-jwt"), bearer(jwt, "Prefer", "wait=30"));
        assertThat(posted.status()).as(posted.text()).isIn(200, 201);
        assertThat(http.put("/api/v1/price/" + own.ticker(), "{\"price\": \"2.5\"}", bearer(jwt))
                        .status())
                .isEqualTo(200);
        HttpAnswer session = http.get("/api/v1/session/", bearer(jwt));
        assertThat(session.text("client")).isEqualTo("jwt-a");
    }

    @Test
    void aForgedOrUntimelyJwtIsA401() {
        Instant now = Instant.now();
        JWTClaimsSet claims = claims().build();
        List<String> refused = new ArrayList<>(List.of(
                JwtIssuer.unsigned(claims),
                issuer.signedByUnknownKey("unknown", claims),
                issuer.signedByAStranger(claims),
                issuer.signedWithThePublicKey(claims)));
        for (JWTClaimsSet.Builder wrong : List.of(
                claims().audience("another"),
                claims().issuer("https://other.example.com"),
                claims().expirationTime(date(now.minus(Duration.ofMinutes(2)))),
                claims().expirationTime(null),
                claims().notBeforeTime(date(now.plus(Duration.ofMinutes(2)))))) {
            refused.add(issuer.signed(wrong.build()));
        }
        for (String jwt : refused) {
            assertUnauthenticated(jwt, INVALID);
        }
    }

    @Test
    void aJwtWithoutAClientThatExistsIsA401() {
        assertUnauthenticated(
                issuer.signed(claims().claim("client_id", null).build()), "The JWT has no claim client_id");
        assertUnauthenticated(issuer.signed(claims().claim("client_id", 7).build()), "The JWT has no claim client_id");
        assertUnauthenticated(
                issuer.signed(claims().claim("client_id", "A'; --").build()),
                "The JWT has a claim with an invalid client or user");
        assertUnauthenticated(
                issuer.signed(claims().claim("user_id", List.of("u")).build()),
                "The JWT has a claim with an invalid client or user");
        assertUnauthenticated(jwt("jwt-nobody", ALL), "The JWT names a client that does not exist");
    }

    private JWTClaimsSet.Builder claims() {
        return issuer.claims("jwt-a", ALL);
    }

    /** A read and a write. */
    private void assertUnauthenticated(String jwt, String detail) {
        for (HttpAnswer answer : List.of(
                http.get(TRADES, bearer(jwt)),
                http.post(TRADES, Client.trade(own.portfolio(), "forged"), bearer(jwt)))) {
            assertThat(answer.status()).as(jwt).isEqualTo(401);
            assertThat(answer.text("type")).isEqualTo("urn:trakkit:problem:unauthenticated");
            assertThat(answer.detail()).isEqualTo(detail);
            assertThat(answer.header("WWW-Authenticate"))
                    .isEqualTo(
                            "Bearer realm=\"trakkit\", error=\"invalid_token\", error_description=\"" + detail + '"');
            assertThat(answer.text()).doesNotContain(jwt.substring(0, 30));
        }
        assertThat(http.get(TRADES + "forged", bearer(own.key())).status()).isEqualTo(404);
    }

    @Test
    void theJwtsOfASuspendedClientAreRefusedUntilItIsResumed() {
        ClientId client = new ClientId("jwt-suspended");
        clients.save(client, true);
        String jwt = jwt("jwt-suspended", ALL);
        patiently().until(() -> http.get(TRADES, bearer(jwt)).status() == 403);

        HttpAnswer refused = http.get(TRADES, bearer(jwt));

        assertThat(refused.text("type")).isEqualTo("urn:trakkit:problem:client-suspended");
        assertThat(refused.detail())
                .isEqualTo("The client is suspended; an administrator of the platform can resume it");
        clients.save(client, false);
        patiently().until(() -> http.get(TRADES, bearer(jwt)).status() == 200);
    }

    @Test
    void theHeaderForThePlatformLetsAJwtActForNoOtherClient() {
        String jwt = jwt("jwt-a", ALL);
        for (String other : List.of("jwt-b", "jwt-nobody")) {
            HttpAnswer refused = http.get(TRADES + victim.refId(), bearer(jwt, "X-Trakkit-Client", other));

            assertThat(refused.status()).as(other).isEqualTo(403);
            assertThat(refused.text("type")).isEqualTo("urn:trakkit:problem:forbidden");
            assertThat(refused.detail()).isEqualTo("Only a key of the platform may act for another client");
        }
        assertThat(http.get(TRADES, bearer(jwt, "X-Trakkit-Client", "jwt-a", "X-Trakkit-Client", "jwt-b"))
                        .status())
                .isEqualTo(403);
        assertThat(http.get(TRADES + own.refId(), bearer(jwt, "X-Trakkit-Client", "jwt-a"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void anotherClientsIdsAreAbsentForAJwt() {
        String jwt = jwt("jwt-a", ALL);

        assertThat(http.get(TRADES + victim.refId(), bearer(jwt)).status()).isEqualTo(404);
        assertThat(http.get("/api/v1/portfolio/" + victim.portfolio(), bearer(jwt))
                        .status())
                .isEqualTo(404);
        assertThat(http.post(TRADES, Client.trade(victim.portfolio(), "by-jwt-for-b"), bearer(jwt))
                        .detail())
                .contains("does not exist or does not belong to this user");
        assertThat(http.get(TRADES + "?portfolio_id=" + victim.portfolio(), bearer(jwt))
                        .json()
                        .get("results"))
                .isEmpty();
    }

    /** Neither the scope {@code admin} nor {@code ops} makes an operator of the platform. */
    @Test
    void aJwtHasItsScopesAndNeverThoseOfThePlatform() {
        HttpAnswer reading = http.post(TRADES, Client.trade(own.portfolio(), "no-scope"), bearer(jwt("jwt-a", "read")));
        assertThat(reading.status()).isEqualTo(403);
        assertThat(reading.text("type")).isEqualTo("urn:trakkit:problem:insufficient-scope");
        assertThat(reading.header("WWW-Authenticate")).contains("scope=\"write\"");

        String jwt = jwt("jwt-a", ALL);
        assertThat(http.get("/api/v1/ops/dead-letters/", bearer(jwt)).status()).isEqualTo(200);
        for (String path : List.of(
                "/api/v1/ops/replay/",
                "/api/v1/ops/status/",
                "/api/v1/admin/clients/",
                "/api/v1/admin/keys/",
                "/api/v1/admin/audit/",
                "/actuator/prometheus")) {
            assertThat(http.get(path, bearer(jwt)).status()).as(path).isEqualTo(403);
        }
        assertThat(http.post("/api/v1/session/", "", bearer(jwt)).detail())
                .isEqualTo("Only an API key of a client can start a session");
    }

    @Test
    void theAuditLogNamesTheSubjectOfAJwt() {
        String jwt = issuer.signed(claims().subject("ada@example.com").build());
        String body = "{\"by\":\"ann\",\"ticker\":\"JWT-NONE\"}";

        assertThat(http.post("/api/v1/ops/dead-letters/redrive/", body, bearer(jwt))
                        .status())
                .isEqualTo(200);

        patiently()
                .untilAsserted(() -> assertThat(
                                clients.database().sql("""
                                        SELECT outcome || ' ' || detail FROM audit_log
                                        WHERE client_id = 'jwt-a' AND action = 'dead-letters.redrive' ORDER BY audit_id
                                        """).query(String.class).list())
                        .containsExactly(
                                "begun JWT of \"ada@example.com\"", "200 JWT of \"ada@example.com\"; " + body));
    }

    @Test
    void aJwtOfAUserActsForThatUserOnly() {
        String jwt = issuer.signed(claims().claim("user_id", "somebody else").build());

        assertThat(http.get(TRADES, bearer(jwt)).json().get("results")).isEmpty();
        assertThat(http.get(TRADES + own.refId(), bearer(jwt)).status()).isEqualTo(404);
        assertThat(http.get(TRADES + "?user_id=u", bearer(jwt)).status()).isEqualTo(403);
        assertThat(http.get("/api/v1/ops/dead-letters/", bearer(jwt)).status()).isEqualTo(403);
    }
}
