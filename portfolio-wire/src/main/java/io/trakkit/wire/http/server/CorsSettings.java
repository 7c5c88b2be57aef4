package io.trakkit.wire.http.server;

import io.trakkit.wire.http.Hosts;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which pages of other origins may call the API from a browser; {@code trakkit.http.cors.*}, one for all apps.
 *
 * @param allowedOrigins such as {@code https://app.example.com}, exactly as a browser sends them; none by default
 * @param maxAge how long a browser may remember what a preflight said
 */
@ConfigurationProperties("trakkit.http.cors")
record CorsSettings(
        @DefaultValue List<String> allowedOrigins,
        @DefaultValue("1h") Duration maxAge) {

    private static final Pattern ORIGIN = Pattern.compile("https?://[^/@?#\\s]+");

    CorsSettings {
        for (String origin : allowedOrigins) {
            if (!ORIGIN.matcher(origin).matches() || !Hosts.isHost(origin.substring(origin.indexOf("//") + 2))) {
                throw new IllegalArgumentException(
                        "trakkit.http.cors.allowed-origins must have origins such as https://app.example.com, not \""
                                + origin + '"');
            }
        }
        if (maxAge.isNegative()) {
            throw new IllegalArgumentException("trakkit.http.cors.max-age must not be negative");
        }
        allowedOrigins = List.copyOf(allowedOrigins);
    }
}
