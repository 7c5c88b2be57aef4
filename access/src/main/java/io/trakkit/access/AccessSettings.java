package io.trakkit.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may call; {@code trakkit.access.*}, the same for all apps.
 *
 * @param mode {@code keys}: every call needs a key or a JWT; {@code open}: calls without one act for the client
 *     {@code default} with all scopes, which is allowed only where the app listens on the loopback interface
 * @param refresh how often changes of clients and keys are read, 2 s at most: a revoked key is refused that much later
 * @param outage how long known keys stay valid while PostgreSQL is unavailable
 * @param jwt empty: no JWT is accepted
 */
@ConfigurationProperties("trakkit.access")
record AccessSettings(
        @DefaultValue("keys") Mode mode,
        @DefaultValue("1s") Duration refresh,
        @DefaultValue("10m") Duration outage,
        @Nullable Jwt jwt) {

    private static final Duration SLOWEST = Duration.ofSeconds(2);

    enum Mode {
        KEYS,
        OPEN
    }

    /**
     * Whose JWTs are accepted.
     *
     * @param issuer the value of {@code iss}
     * @param audience a value of {@code aud}
     * @param jwkSetUri where the issuer's public keys are
     * @param clientClaim names the client
     * @param userClaim names the only user for whom the caller acts; may be absent from a token
     * @param scopeClaim the scopes, a text with spaces or a list
     */
    record Jwt(
            String issuer,
            String audience,
            String jwkSetUri,
            @DefaultValue("client_id") String clientClaim,
            @DefaultValue("user_id") String userClaim,
            @DefaultValue("scope") String scopeClaim) {

        @SuppressWarnings("ConstantValue") // The binder passes null for what is not set.
        Jwt {
            if (issuer == null || audience == null || jwkSetUri == null) {
                throw new IllegalArgumentException(
                        "trakkit.access.jwt needs issuer, audience and jwk-set-uri, all three");
            }
        }
    }

    AccessSettings {
        if (refresh.isNegative() || refresh.isZero() || refresh.compareTo(SLOWEST) > 0) {
            throw new IllegalArgumentException("trakkit.access.refresh must be from 1ms to 2s, not " + refresh);
        }
        if (outage.isNegative()) {
            throw new IllegalArgumentException("trakkit.access.outage must not be negative, not " + outage);
        }
    }

    /**
     * @param address where the app listens; null for all interfaces
     * @throws IllegalStateException if calls without a key would be possible from other machines
     */
    void requireLoopbackIfOpen(@Nullable String address) {
        if (mode == Mode.OPEN && !isLoopback(address)) {
            throw new IllegalStateException(
                    "trakkit.access.mode=open accepts calls without a key, so server.address must be 127.0.0.1, not "
                            + (address == null ? "all interfaces" : address)
                            + ". Set TRAKKIT_ACCESS_MODE=keys or SERVER_ADDRESS=127.0.0.1");
        }
    }

    private static boolean isLoopback(@Nullable String address) {
        try {
            return address != null
                    && !address.isBlank()
                    && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException _) {
            return false;
        }
    }
}
