package io.trakkit.access;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.authentication.AuthenticationConverter;

/** Reads the credential of a request: {@code Authorization: Bearer}, or the cookie of a session. */
final class CredentialReader implements AuthenticationConverter {

    private static final String BEARER = "bearer ";

    /** Longer than any API key, and than JWTs of a sane size; the headers together are limited to 16 KB. */
    private static final int MAX_CHARACTERS = 8_192;

    @Override
    public @Nullable Credential convert(HttpServletRequest request) {
        List<String> headers = Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION));
        List<String> cookies = cookies(request);
        if (headers.size() + cookies.size() > 1) {
            throw RefusedCall.several();
        }
        if (!cookies.isEmpty()) {
            return credential(request, cookies.getFirst());
        }
        return headers.isEmpty() ? null : credential(request, bearer(headers.getFirst()));
    }

    private static Credential credential(HttpServletRequest request, String secret) {
        return new Credential(secret, Collections.list(request.getHeaders(Credential.ACT_FOR)));
    }

    private static String bearer(String header) {
        if (!header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw RefusedCall.invalid("malformed", "The header Authorization must be Bearer, a space and one API key");
        }
        String token = header.substring(BEARER.length()).strip();
        if (token.isEmpty() || token.length() > MAX_CHARACTERS || !isAllowed(token)) {
            throw RefusedCall.invalid("malformed", "The header Authorization must be Bearer, a space and one API key");
        }
        return token;
    }

    private static boolean isAllowed(String token) {
        for (int i = 0; i < token.length(); i++) {
            if (!isAllowed(token.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** The characters of a bearer token, by RFC 6750. */
    private static boolean isAllowed(char character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9')
                || "-._~+/=".indexOf(character) >= 0;
    }

    private static List<String> cookies(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return cookies == null
                ? List.of()
                : Stream.of(cookies)
                        .filter(cookie -> cookie.getName().equals(SessionCookie.NAME))
                        .map(Cookie::getValue)
                        .toList();
    }
}
