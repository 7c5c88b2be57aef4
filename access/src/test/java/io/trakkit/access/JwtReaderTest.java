package io.trakkit.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.trakkit.domain.access.Scope;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.UserId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** JWTs of an issuer whose keys are on a real HTTP server. */
class JwtReaderTest {

    private static final String ISSUER = "https://login.example.com";
    private static final String AUDIENCE = "trakkit";

    private static HttpServer issuer;
    private static RSAKey key;
    private static RSAKey unknownKey;
    private static JwtReader reader;

    @BeforeAll
    static void start() throws IOException, JOSEException {
        key = new RSAKeyGenerator(2048).keyID("known").generate();
        unknownKey = new RSAKeyGenerator(2048).keyID("unknown").generate();
        byte[] keys = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.createContext("/keys", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
        });
        issuer.start();
        reader =
                new JwtReader(settings("http://127.0.0.1:" + issuer.getAddress().getPort() + "/keys"));
    }

    private static AccessSettings.Jwt settings(String keys) {
        return new AccessSettings.Jwt(ISSUER, AUDIENCE, keys, "client_id", "user_id", "scope");
    }

    @AfterAll
    static void stop() {
        issuer.stop(0);
    }

    @Test
    void aValidJwtNamesClientUserAndScopes() throws JOSEException {
        Caller caller = reader.caller(signed(valid().claim("user_id", "ada")
                .claim("scope", "read write openid")
                .build()));

        assertThat(caller.client()).contains(new ClientId("acme"));
        assertThat(caller.user()).contains(new UserId("ada"));
        assertThat(caller.scopes()).containsExactlyInAnyOrder(Scope.READ, Scope.WRITE);
        assertThat(caller.platform()).isFalse();
        assertThat(caller.key()).isEmpty();
    }

    @Test
    void scopesCanBeAListAndNeverMakeAnAdministrator() throws JOSEException {
        Caller caller = reader.caller(
                signed(valid().claim("scope", List.of("prices", "admin")).build()));

        assertThat(caller.scopes()).containsExactly(Scope.PRICES);
        assertThat(reader.caller(signed(valid().claim("scope", null).build())).scopes())
                .isEmpty();
    }

    @Test
    void whatIsNotSignedByAKeyOfTheIssuerIsRefused() throws JOSEException {
        JWTClaimsSet claims = valid().build();

        refused(new PlainJWT(claims).serialize(), "not valid");
        refused(signedBy(unknownKey, claims), "not valid");
        refused(signedBy(new RSAKey.Builder(unknownKey).keyID("known").build(), claims), "not valid");
        refused(signedWithThePublicKeyAsSecret(claims), "not valid");
        String good = signed(claims);
        refused(good.substring(0, good.length() - 4) + "AAAA", "not valid");
        refused("a.b.c", "not valid");
    }

    @Test
    void aWrongIssuerAudienceOrTimeIsRefused() throws JOSEException {
        Instant now = Instant.now();

        refused(signed(valid().issuer("https://other.example.com").build()), "not valid");
        refused(signed(valid().audience("another").build()), "not valid");
        refused(signed(valid().audience(List.of()).build()), "not valid");
        refused(
                signed(valid().expirationTime(at(now.minus(Duration.ofMinutes(2))))
                        .build()),
                "not valid");
        refused(signed(valid().expirationTime(null).build()), "not valid");
        refused(
                signed(valid().notBeforeTime(at(now.plus(Duration.ofMinutes(2))))
                        .build()),
                "not valid");
    }

    @Test
    void aClaimThatNamesNoClientOrUserIsRefused() throws JOSEException {
        refused(signed(valid().claim("client_id", null).build()), "no claim client_id");
        refused(signed(valid().claim("client_id", 7).build()), "no claim client_id");
        refused(signed(valid().claim("client_id", "ACME'; --").build()), "invalid client or user");
        refused(signed(valid().claim("user_id", "a\nb").build()), "invalid client or user");
    }

    @Test
    void withoutTheKeysOfTheIssuerTheCheckIsUnavailable() throws JOSEException {
        JwtReader away = new JwtReader(settings("http://127.0.0.1:1/keys"));
        String token = signed(valid().build());

        assertThatExceptionOfType(RefusedCall.class)
                .isThrownBy(() -> away.caller(token))
                .satisfies(refused ->
                        assertThat(refused.problem().problem().status()).isEqualTo(503));
    }

    private static void refused(String token, String detail) {
        assertThatExceptionOfType(RefusedCall.class)
                .isThrownBy(() -> reader.caller(token))
                .withMessageContaining(detail)
                .satisfies(refused -> {
                    assertThat(refused.problem().problem().status()).isEqualTo(401);
                    assertThat(refused.getMessage()).doesNotContain(token);
                });
    }

    private static JWTClaimsSet.Builder valid() {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .expirationTime(at(Instant.now().plus(Duration.ofHours(1))))
                .claim("client_id", "acme")
                .claim("scope", "read");
    }

    @SuppressWarnings("JavaUtilDate") // The library's type.
    private static Date at(Instant time) {
        return Date.from(time);
    }

    private static String signed(JWTClaimsSet claims) throws JOSEException {
        return signedBy(key, claims);
    }

    private static String signedBy(RSAKey signer, JWTClaimsSet claims) throws JOSEException {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID(signer.getKeyID())
                        .type(JOSEObjectType.JWT)
                        .build(),
                claims);
        jwt.sign(new RSASSASigner(signer));
        return jwt.serialize();
    }

    /** A verifier that believes the header would take the issuer's public key for the secret of an HMAC. */
    private static String signedWithThePublicKeyAsSecret(JWTClaimsSet claims) throws JOSEException {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("known").build(), claims);
        jwt.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));
        return jwt.serialize();
    }
}
