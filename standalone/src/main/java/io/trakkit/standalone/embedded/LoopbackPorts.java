package io.trakkit.standalone.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports of the loopback interface. */
final class LoopbackPorts {

    static final String HOST = "127.0.0.1";

    private LoopbackPorts() {}

    /**
     * The wanted port, or one that is free at this moment where {@code 0} is wanted.
     *
     * @throws EmbeddedServerException if the wanted port is taken
     */
    static int choose(int wanted) {
        try (ServerSocket socket = new ServerSocket(wanted, 1, InetAddress.ofLiteral(HOST))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new EmbeddedServerException(
                    "Port %d of %s cannot be used: %s".formatted(wanted, HOST, e.getMessage()), e);
        }
    }
}
