package io.trakkit.wire.http.server;

import java.util.Set;

/** The origins that clients allow for their own calls, beside {@code trakkit.http.cors.allowed-origins}. */
@FunctionalInterface
public interface ClientOrigins {

    /** Those of all clients. */
    Set<String> all();
}
