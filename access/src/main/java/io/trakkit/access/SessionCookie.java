package io.trakkit.access;

import io.trakkit.domain.access.ApiKey;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.stream.Stream;
import org.springframework.http.ResponseCookie;
import org.springframework.security.web.csrf.CsrfToken;

/**
 * The cookie that holds the short-lived key of a browser. Scripts cannot read it, and a browser sends it to this site only
 * from pages of this site.
 */
public final class SessionCookie {

    static final String NAME = "trakkit_session";

    private SessionCookie() {}

    /** The value of {@code Set-Cookie} that starts a session. */
    public static String start(HttpServletRequest request, ApiKey key, Duration lifetime) {
        return cookie(request, key.reveal(), lifetime);
    }

    /** Makes the answer set the cookie {@code XSRF-TOKEN}, whose value writes with the cookie of a session must send. */
    public static void setCsrfToken(HttpServletRequest request) {
        if (request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token) {
            // Spring Security makes the token, and its cookie, when it is first read.
            var _ = token.getToken();
        }
    }

    /** The value of {@code Set-Cookie} that ends a session. */
    public static String end(HttpServletRequest request) {
        return cookie(request, "", Duration.ZERO);
    }

    private static String cookie(HttpServletRequest request, String value, Duration lifetime) {
        return ResponseCookie.from(NAME, value)
                .httpOnly(true)
                .secure(request.isSecure())
                .sameSite("Strict")
                .path("/api/")
                .maxAge(lifetime)
                .build()
                .toString();
    }

    /** Whether a request brings one. */
    static boolean isIn(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return cookies != null
                && Stream.of(cookies).anyMatch(cookie -> cookie.getName().equals(NAME));
    }
}
