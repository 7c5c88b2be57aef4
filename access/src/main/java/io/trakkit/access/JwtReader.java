package io.trakkit.access;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.health.HealthStatus;
import io.trakkit.domain.access.Scope;
import io.trakkit.domain.access.Secrets;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.value.InvalidValueException;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * Checks JWTs: signature by the issuer's public keys, {@code iss}, {@code aud}, {@code exp} and {@code nbf} with a minute's
 * leeway. A JWT always speaks for a client, never for the platform.
 */
final class JwtReader {

    /** What a JWT may grant. The others are the platform's. */
    private static final Set<Scope> ALLOWED = EnumSet.of(Scope.READ, Scope.WRITE, Scope.PRICES, Scope.OPS);

    /** Signatures by a private key only. */
    private static final List<SignatureAlgorithm> ALGORITHMS =
            List.of(SignatureAlgorithm.RS256, SignatureAlgorithm.PS256, SignatureAlgorithm.ES256);

    /** In each such time, the issuer is asked for its keys twice at most, however many JWTs name unknown keys. */
    private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(10);

    /** The longest that OpenID Connect allows. */
    private static final int LONGEST_SUBJECT = 255;

    private static final Pattern NOT_PRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    private final NimbusJwtDecoder decoder;
    private final AccessSettings.Jwt settings;

    /** Whether the issuer's keys are known here, at least those of before an outage. */
    private volatile boolean hasKeys;

    /** @param outage how long known keys count while the issuer does not answer */
    JwtReader(AccessSettings.Jwt settings, Duration outage) {
        this.settings = settings;
        decoder = NimbusJwtDecoder.withJwkSource(keys(settings.jwkSetUri(), outage))
                .jwsAlgorithms(algorithms -> algorithms.addAll(ALGORITHMS))
                .build();
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                JwtValidators.createDefaultWithIssuer(settings.issuer()),
                new JwtAudienceValidator(settings.audience()),
                new JwtClaimValidator<>(JwtClaimNames.EXP, Objects::nonNull)));
    }

    /** That of {@code withJwkSetUri} asks the issuer for each JWT that names an unknown key, and knows none in an outage. */
    private JWKSource<SecurityContext> keys(String uri, Duration outage) {
        try {
            return JWKSourceBuilder.<SecurityContext>create(URI.create(uri).toURL())
                    .refreshAheadCache(false)
                    .rateLimited(ASK_AGAIN_AFTER.toMillis())
                    .outageTolerant(outage.toMillis())
                    .healthReporting(report -> hasKeys = report.getHealthStatus() == HealthStatus.HEALTHY)
                    .build();
        } catch (MalformedURLException | IllegalArgumentException e) {
            throw new IllegalArgumentException("trakkit.access.jwt.jwk-set-uri must be a URL, not \"" + uri + '"', e);
        }
    }

    /** @throws RefusedCall if the JWT is not valid */
    Caller caller(String token) {
        Jwt jwt = decoded(token);
        try {
            String client = text(jwt, settings.clientClaim());
            if (client == null) {
                throw RefusedCall.invalid("jwt_client", "The JWT has no claim " + settings.clientClaim());
            }
            return new Caller(
                    Optional.of(new ClientId(client)),
                    Optional.empty(),
                    scopes(jwt),
                    user(jwt),
                    subject(jwt),
                    false,
                    Optional.ofNullable(jwt.getExpiresAt()));
        } catch (InvalidValueException _) {
            throw RefusedCall.invalid("jwt_client", "The JWT has a claim with an invalid client or user");
        }
    }

    private Jwt decoded(String token) {
        try {
            return decoder.decode(token);
        } catch (BadJwtException _) {
            throw invalid();
        } catch (JwtException e) {
            throw hasKeys && e.getCause() instanceof RateLimitReachedException
                    ? invalid()
                    : RefusedCall.withoutIssuer();
        }
    }

    /** The reasons of the library quote parts of the token. */
    private static RefusedCall invalid() {
        return RefusedCall.invalid(
                "jwt_invalid", "The JWT is not valid: check its signature, issuer, audience and times");
    }

    /** A claim that is there and no text must not make a caller who acts for all users. */
    private Optional<UserId> user(Jwt jwt) {
        if (!jwt.hasClaim(settings.userClaim())) {
            return Optional.empty();
        }
        String user = text(jwt, settings.userClaim());
        if (user == null) {
            throw RefusedCall.invalid("jwt_client", "The JWT has a claim with an invalid client or user");
        }
        return Optional.of(new UserId(user));
    }

    /** In printable characters, and cut. */
    private static Optional<String> subject(Jwt jwt) {
        String subject = text(jwt, JwtClaimNames.SUB);
        if (subject == null || subject.isBlank()) {
            return Optional.empty();
        }
        String printable = NOT_PRINTABLE.matcher(Secrets.hide(subject)).replaceAll("\uFFFD");
        return Optional.of(
                printable.codePointCount(0, printable.length()) > LONGEST_SUBJECT
                        ? printable.substring(0, printable.offsetByCodePoints(0, LONGEST_SUBJECT)) + '…'
                        : printable);
    }

    private static @Nullable String text(Jwt jwt, String claim) {
        return jwt.getClaims().get(claim) instanceof String text ? text : null;
    }

    private Set<Scope> scopes(Jwt jwt) {
        Collection<?> names = switch (jwt.getClaims().get(settings.scopeClaim())) {
            case String text -> List.of(text.split(" +"));
            case Collection<?> list -> list;
            case null, default -> List.of();
        };
        Set<Scope> scopes = EnumSet.copyOf(ALLOWED);
        scopes.removeIf(scope -> !names.contains(scope.wireName()));
        return scopes;
    }
}
