package io.trakkit.wire.http;

import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.http.problem.Quoted;
import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;

/** Checks host names in {@code Host} and in the headers of proxies. */
public final class Hosts {

    private static final int MAX_PORT = 65_535;

    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

    /** A name, an IPv4 address, or an IPv6 address in brackets, and a port. */
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(?:[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,252})|\\[[0-9A-Fa-f:.]{2,45}])(?::([0-9]{1,5}))?");

    /** No name server answers for these: a browser never takes another machine's address or page for them. */
    private static final Pattern OF_THIS_MACHINE = Pattern.compile(
            "(?:(?:[a-z0-9_-]+\\.)*localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1])(?::[0-9]{1,5})?",
            Pattern.CASE_INSENSITIVE);

    private Hosts() {}

    /**
     * Refuses an empty host, from which no link can be made.
     *
     * @throws ProblemException if it is empty, or its port is none
     */
    public static void requireHost(HttpServletRequest request) {
        String host = request.getHeader(HttpHeaders.HOST);
        if (host != null && !isHost(host)) {
            throw ProblemException.invalidHeader(
                    HttpHeaders.HOST,
                    host.isBlank()
                            ? "is empty; it must name a host"
                            : "must be a host and perhaps a port, not " + Quoted.of(host));
        }
    }

    /** Whether the text is a host, perhaps with a port. */
    public static boolean isHost(String text) {
        Matcher parts = HOST_AND_PORT.matcher(text);
        return parts.matches() && (parts.group(1) == null || isPort(parts.group(1)));
    }

    /** Whether the text is {@code localhost}, a name below it, an address of 127.0.0.0/8 or {@code [::1]}, perhaps with a port. */
    public static boolean isOfThisMachine(String text) {
        return OF_THIS_MACHINE.matcher(text).matches();
    }

    /** Whether the text is a port. */
    public static boolean isPort(String text) {
        if (!PORT.matcher(text).matches()) {
            return false;
        }
        int port = Integer.parseInt(text);
        return port >= 1 && port <= MAX_PORT;
    }
}
