package io.trakkit.wire.http;

import io.trakkit.domain.portfolio.ClientId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Decides for which client a request acts. */
public final class Clients {

    private Clients() {}

    /** The client; the built-in one for every request, until others are set up. */
    @SuppressWarnings("unused") // The request will tell, and every caller has it at hand.
    public static ClientId of(HttpServletRequest request) {
        return ClientId.DEFAULT;
    }

    /** The only client whose data an operator's request may see; empty for an operator of the platform. */
    @SuppressWarnings("unused") // As above.
    static Optional<ClientId> restriction(HttpServletRequest request) {
        return Optional.empty();
    }
}
