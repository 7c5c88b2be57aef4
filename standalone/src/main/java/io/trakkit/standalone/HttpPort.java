package io.trakkit.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** The one port of the loopback interface that a person chooses. */
final class HttpPort {

    static final String HOST = "127.0.0.1";

    private HttpPort() {}

    /**
     * Looks before the work of a start is done; Tomcat looks again.
     *
     * @throws StartException if something listens there, or the system does not allow it
     */
    @SuppressWarnings("try") // Only to see whether it opens.
    static void requireFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.ofLiteral(HOST))) {
            // It does.
        } catch (IOException e) {
            throw taken(port, e);
        }
    }

    static StartException taken(int port, Exception cause) {
        return new StartException(
                "Port %d cannot be used: %s. Stop what listens there, or choose another with --port."
                        .formatted(port, cause.getMessage()),
                cause);
    }
}
