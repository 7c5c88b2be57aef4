package io.trakkit.access;

import java.util.List;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/**
 * What a request brings to prove who calls: an API key or a JWT, not checked yet, and the clients that the caller wants to act
 * for. Its text shows no secret.
 */
final class Credential extends AbstractAuthenticationToken {

    /** Names the client for which a caller of the platform acts. */
    static final String ACT_FOR = "X-Trakkit-Client";

    private static final long serialVersionUID = 1L;

    private final transient String secret;
    private final transient List<String> actFor;

    /** @param actFor the values of the header {@value #ACT_FOR} */
    Credential(String secret, List<String> actFor) {
        super(List.of());
        this.secret = secret;
        this.actFor = List.copyOf(actFor);
    }

    @Override
    public String getCredentials() {
        return secret;
    }

    List<String> actFor() {
        return actFor;
    }

    @Override
    public Object getPrincipal() {
        return "";
    }

    @Override
    public String toString() {
        return "Credential";
    }
}
