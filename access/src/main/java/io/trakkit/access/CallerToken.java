package io.trakkit.access;

import java.util.List;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** A {@link Caller} as Spring Security holds it. */
final class CallerToken extends AbstractAuthenticationToken {

    private static final long serialVersionUID = 1L;

    private final transient Caller caller;

    CallerToken(Caller caller) {
        super(List.of());
        this.caller = caller;
        setAuthenticated(true);
    }

    @Override
    public Object getCredentials() {
        return "";
    }

    @Override
    public Caller getPrincipal() {
        return caller;
    }

    @Override
    public String getName() {
        return caller.key().map(Object::toString).orElse("");
    }
}
