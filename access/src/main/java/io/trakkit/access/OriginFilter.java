package io.trakkit.access;

import io.trakkit.domain.access.ClientAccount;
import io.trakkit.wire.http.server.Cors;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets pages of another origin call only for a client that allows the origin, once the client is known. */
final class OriginFilter extends OncePerRequestFilter {

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
        if (Caller.authenticated().isPresent() && !cors.admits(request, response, origins)) {
            refusals.otherOrigin(response);
            return;
        }
        chain.doFilter(request, response);
    }
}
