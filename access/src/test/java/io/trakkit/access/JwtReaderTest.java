package io.trakkit.access;

import static io.trakkit.testing.JwtIssuer.date;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jwt.JWTClaimsSet;
import io.trakkit.domain.access.Scope;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.testing.JwtIssuer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** JWTs of an issuer whose keys are on a real HTTP server. */
class JwtReaderTest {

    private static final Duration OUTAGE = Duration.ofMinutes(10);

    private JwtIssuer issuer;
    private JwtReader reader;

    @BeforeEach
    void start() {
        issuer = JwtIssuer.start();
        reader = reader(issuer.keys());
    }

    private JwtReader reader(String keys) {
        return new JwtReader(
                new AccessSettings.Jwt(issuer.name(), issuer.audience(), keys, "client_id", "user_id", "scope"),
                OUTAGE);
    }

    @AfterEach
    void stop() {
        issuer.close();
    }

    @Test
    void aValidJwtNamesClientUserAndScopes() {
        Caller caller = reader.caller(issuer.signed(valid().claim("user_id", "ada")
                .claim("scope", "read write openid")
                .build()));

        assertThat(caller.client()).contains(new ClientId("acme"));
        assertThat(caller.user()).contains(new UserId("ada"));
        assertThat(caller.scopes()).containsExactlyInAnyOrder(Scope.READ, Scope.WRITE);
        assertThat(caller.platform()).isFalse();
        assertThat(caller.key()).isEmpty();
        assertThat(caller.subject()).contains("somebody");
    }

    @Test
    void theSubjectIsKeptInPrintableCharactersUpToALength() {
        assertThat(subject("a\nb\u202Ec \"d\"")).contains("a\uFFFDb\uFFFDc \"d\"");
        assertThat(subject("\uD83D\uDE00".repeat(255))).contains("\uD83D\uDE00".repeat(255));
        assertThat(subject("s".repeat(256))).contains("s".repeat(255) + "…");
        assertThat(subject("trk_0123456789abcdef_0123456789abcdef")).contains("trk_0123456789abcdef_…");
        assertThat(subject(" ")).isEmpty();
        assertThat(subject(null)).isEmpty();
    }

    private Optional<String> subject(@Nullable String subject) {
        return reader.caller(issuer.signed(valid().subject(subject).build())).subject();
    }

    @Test
    void scopesCanBeAListAndNeverMakeAnAdministrator() {
        Caller caller = reader.caller(
                issuer.signed(valid().claim("scope", List.of("prices", "admin")).build()));

        assertThat(caller.scopes()).containsExactly(Scope.PRICES);
        assertThat(reader.caller(issuer.signed(valid().claim("scope", null).build()))
                        .scopes())
                .isEmpty();
    }

    @Test
    void whatIsNotSignedByAKeyOfTheIssuerIsRefused() {
        JWTClaimsSet claims = valid().build();

        refused(JwtIssuer.unsigned(claims), "not valid");
        refused(issuer.signedByUnknownKey("unknown", claims), "not valid");
        refused(issuer.signedByAStranger(claims), "not valid");
        refused(issuer.signedWithThePublicKey(claims), "not valid");
        String good = issuer.signed(claims);
        refused(good.substring(0, good.length() - 4) + "AAAA", "not valid");
        refused("a.b.c", "not valid");
    }

    @Test
    void aWrongIssuerAudienceOrTimeIsRefused() {
        Instant now = Instant.now();

        refused(valid().issuer("https://other.example.com"), "not valid");
        refused(valid().audience("another"), "not valid");
        refused(valid().audience(List.of()), "not valid");
        refused(valid().expirationTime(date(now.minus(Duration.ofMinutes(2)))), "not valid");
        refused(valid().expirationTime(null), "not valid");
        refused(valid().notBeforeTime(date(now.plus(Duration.ofMinutes(2)))), "not valid");
    }

    /** A user that is a number or a list must not make a caller who acts for all users. */
    @Test
    void aClaimThatNamesNoClientOrUserIsRefused() {
        refused(valid().claim("client_id", null), "no claim client_id");
        refused(valid().claim("client_id", 7), "no claim client_id");
        refused(valid().claim("client_id", "ACME'; --"), "invalid client or user");
        refused(valid().claim("user_id", "a\nb"), "invalid client or user");
        refused(valid().claim("user_id", ""), "invalid client or user");
        refused(valid().claim("user_id", 7), "invalid client or user");
        refused(valid().claim("user_id", List.of("ada")), "invalid client or user");
    }

    @Test
    void aFloodOfUnknownKeysAsksTheIssuerThreeTimesAtMost() {
        String good = issuer.signed(valid().build());
        reader.caller(good);

        for (int i = 0; i < 200; i++) {
            refused(issuer.signedByUnknownKey("unknown-" + i, valid().build()), "not valid");
        }

        assertThat(reader.caller(good).client()).contains(new ClientId("acme"));
        assertThat(issuer.requests()).isLessThanOrEqualTo(3);
    }

    @Test
    void knownKeysOutlastAnOutageOfTheIssuer() {
        String good = issuer.signed(valid().build());
        reader.caller(good);

        issuer.goAway();

        refused(issuer.signedByUnknownKey("unknown", valid().build()), "not valid");
        assertThat(reader.caller(good).client()).contains(new ClientId("acme"));
    }

    /** Also once the issuer is not asked again for some seconds. */
    @Test
    void withoutTheKeysOfTheIssuerTheCheckIsUnavailable() {
        issuer.goAway();
        String token = issuer.signed(valid().build());

        for (int i = 0; i < 5; i++) {
            assertThatExceptionOfType(RefusedCall.class)
                    .isThrownBy(() -> reader.caller(token))
                    .withMessage("The JWT cannot be checked: the keys of its issuer are unavailable")
                    .satisfies(refused ->
                            assertThat(refused.problem().problem().status()).isEqualTo(503));
        }
        assertThat(issuer.requests()).isLessThanOrEqualTo(2);
    }

    @Test
    void anAddressOfKeysThatIsNoUrlIsRefusedByName() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> reader("login/keys"))
                .withMessage("trakkit.access.jwt.jwk-set-uri must be a URL, not \"login/keys\"");
    }

    private void refused(JWTClaimsSet.Builder claims, String detail) {
        refused(issuer.signed(claims.build()), detail);
    }

    private void refused(String token, String detail) {
        assertThatExceptionOfType(RefusedCall.class)
                .isThrownBy(() -> reader.caller(token))
                .withMessageContaining(detail)
                .satisfies(refused -> {
                    assertThat(refused.problem().problem().status()).isEqualTo(401);
                    assertThat(refused.getMessage()).doesNotContain(token);
                });
    }

    private JWTClaimsSet.Builder valid() {
        return issuer.claims("acme", "read");
    }
}
