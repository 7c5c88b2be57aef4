package io.trakkit.access;

import io.trakkit.domain.access.ClientAccount;
import io.trakkit.wire.http.server.Cors;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets pages of another origin call only for a client that allows the origin, once the client is known, and none of them write with
 * the cookie of a session: a page of a neighbouring host name can send it, and can set the cookie of the token. Where no key is
 * needed, a page writes only if its origin is on a list: any page that is open in a browser of this machine could otherwise, without
 * a preflight, since it need not see the answer.
 */
final class OriginFilter extends OncePerRequestFilter {

    /** From a page of this origin, or from no page. */
    private static final Set<String> OF_THIS_ORIGIN = Set.of("same-origin", "none");

    private final Cors cors;
    private final KeyRing ring;
    private final Refusals refusals;

    OriginFilter(Cors cors, KeyRing ring, Refusals refusals) {
        this.cors = cors;
        this.ring = ring;
        this.refusals = refusals;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        List<String> origins = Caller.authenticated()
                .flatMap(Caller::client)
                .flatMap(ring::client)
                .map(ClientAccount::origins)
                .orElse(List.of());
        if (isWriteOfAnotherOriginByCookie(request)
                || isWriteOfUnlistedPageWithoutKey(request, origins)
                || (Caller.authenticated().isPresent() && !cors.admits(request, response, origins))) {
            refusals.otherOrigin(response);
            return;
        }
        chain.doFilter(request, response);
    }

    /** By the word of the browser, which no page can choose. Old browsers, and those without TLS, say nothing. */
    private static boolean isWriteOfAnotherOriginByCookie(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        return site != null && !OF_THIS_ORIGIN.contains(site) && SessionCookie.isIn(request) && isWrite(request);
    }

    private boolean isWriteOfUnlistedPageWithoutKey(HttpServletRequest request, List<String> origins) {
        return isWrite(request)
                && Caller.authenticated().filter(Caller::isWithoutKey).isPresent()
                && cors.isOfUnlistedPage(request, origins);
    }

    private static boolean isWrite(HttpServletRequest request) {
        return !AccessConfiguration.SAFE_METHODS.contains(request.getMethod());
    }
}
