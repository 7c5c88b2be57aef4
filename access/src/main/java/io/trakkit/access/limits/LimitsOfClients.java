package io.trakkit.access.limits;

import io.trakkit.domain.access.ClientLimits;
import io.trakkit.domain.portfolio.ClientId;
import java.util.Optional;

/** The limits of each client as they are now. */
@FunctionalInterface
public interface LimitsOfClients {

    /** Empty for a client without limits. */
    Optional<ClientLimits> of(ClientId client);
}
