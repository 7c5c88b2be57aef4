package io.trakkit.bench.scenario.client;

import com.nimbusds.jwt.JWTClaimsSet;
import io.trakkit.bench.site.NewClients;
import io.trakkit.domain.access.ApiKey;
import io.trakkit.domain.access.Scope;
import io.trakkit.testing.JwtIssuer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;

/** Credentials with which an app refuses to show trades. */
record Credentials(List<Credential> all) {

    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    /** @param secrets each in a header of its own */
    record Credential(String name, List<String> secrets, int status) {

        Credential(String name, String secret, int status) {
            this(name, List.of(secret), status);
        }
    }

    /** @param key a valid one of {@link Access#ATTACKER} */
    static Credentials of(NewClients clients, String key, JwtIssuer issuer) {
        String last = key.endsWith("0") ? "1" : "0";
        JWTClaimsSet claims = claims(issuer).build();
        String expiredJwt = issuer.signed(claims(issuer)
                .expirationTime(JwtIssuer.date(Instant.now().minus(Duration.ofHours(1))))
                .build());
        String futureJwt = issuer.signed(claims(issuer)
                .notBeforeTime(JwtIssuer.date(Instant.now().plus(Duration.ofDays(1))))
                .expirationTime(JwtIssuer.date(Instant.now().plus(Duration.ofDays(2))))
                .build());
        return new Credentials(List.of(
                new Credential("no key", List.of(), UNAUTHORIZED),
                new Credential("two keys at once", List.of(key, key), BAD_REQUEST),
                new Credential("a malformed key", "trk_0123", UNAUTHORIZED),
                new Credential("a wrong checksum", key.substring(0, key.length() - 1) + last, UNAUTHORIZED),
                new Credential(
                        "an unknown key", ApiKey.generate(new SecureRandom()).reveal(), UNAUTHORIZED),
                new Credential("a revoked key", clients.revokedKey(Access.ATTACKER), UNAUTHORIZED),
                new Credential("an expired key", clients.expiredKey(Access.ATTACKER), UNAUTHORIZED),
                new Credential("a key of a suspended client", clients.createSuspended("suspended"), FORBIDDEN),
                new Credential(
                        "a key without the scope", clients.key(Access.ATTACKER, EnumSet.of(Scope.WRITE)), FORBIDDEN),
                new Credential("an expired JWT", expiredJwt, UNAUTHORIZED),
                new Credential("a JWT that is not valid yet", futureJwt, UNAUTHORIZED),
                new Credential(
                        "a JWT for another audience",
                        issuer.signed(claims(issuer).audience("another").build()),
                        UNAUTHORIZED),
                new Credential("a JWT with alg none", JwtIssuer.unsigned(claims), UNAUTHORIZED),
                new Credential("a JWT of an unknown key", issuer.signedByUnknownKey("unknown", claims), UNAUTHORIZED)));
    }

    private static JWTClaimsSet.Builder claims(JwtIssuer issuer) {
        return issuer.claims(Access.ATTACKER, "read");
    }
}
