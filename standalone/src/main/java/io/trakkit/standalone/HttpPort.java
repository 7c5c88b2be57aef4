package io.trakkit.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** The HTTP port, on the loopback interface. */
final class HttpPort {

    static final String HOST = "127.0.0.1";

    private HttpPort() {}

    /**
     * Checks the port before the work of a start; Tomcat checks it again.
     *
     * @throws StartException if another program listens on the port, or the system does not allow it
     */
    @SuppressWarnings("try") // The socket is opened only as a check.
    static void requireFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.ofLiteral(HOST))) {
            // The port is free.
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
