package io.trakkit.access;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.value.InvalidValueException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The clients that an operator's request can ask for: one, or all. An operator who belongs to a client, or acts for one, can ask
 * for that one only; any other one does not exist.
 *
 * @param restriction the only client whose data the operator may see; empty for an operator of the platform who acts for none
 * @param isKnown whether a client exists
 */
public record ClientChoice(Optional<ClientId> restriction, Predicate<ClientId> isKnown) {

    public static ClientChoice of(HttpServletRequest request, Predicate<ClientId> isKnown) {
        Caller caller = Caller.of(request);
        return new ClientChoice(caller.equals(Caller.OPEN) ? Optional.empty() : caller.client(), isKnown);
    }

    /** @throws InvalidValueException if the client does not exist, or the operator may not see it */
    public ClientId checked(ClientId wanted) {
        boolean admitted = restriction.map(wanted::equals).orElse(true);
        if (!admitted || !isKnown.test(wanted)) {
            throw new InvalidValueException("must be an existing client, not \"" + wanted + '"');
        }
        return wanted;
    }

    /** The one client that is asked for; empty for all. */
    public Optional<ClientId> orAll(@Nullable ClientId wanted) {
        return wanted == null ? restriction : Optional.of(wanted);
    }

    /** Whether the operator may see the data of a client. */
    public boolean admits(ClientId client) {
        return restriction.map(client::equals).orElse(true);
    }
}
