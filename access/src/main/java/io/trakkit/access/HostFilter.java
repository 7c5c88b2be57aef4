package io.trakkit.access;

import io.trakkit.wire.http.Hosts;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * In open mode, serves this machine's own names only. A page elsewhere whose name is made to resolve to 127.0.0.1 (DNS rebinding)
 * is of the same origin for a browser, and no key would be needed; but its requests have that name in {@code Host}. Only a browser
 * can be misused so, and each sends {@code Host}.
 */
final class HostFilter extends OncePerRequestFilter {

    private final Refusals refusals;

    HostFilter(Refusals refusals) {
        this.refusals = refusals;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        // As it was sent: X-Forwarded-Host is a header that a page can add.
        String host = request.getHeader(HttpHeaders.HOST);
        if (host != null && !Hosts.isOfThisMachine(host)) {
            refusals.otherHost(response, host);
            return;
        }
        chain.doFilter(request, response);
    }
}
