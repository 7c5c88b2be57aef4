package io.trakkit.standalone.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of the loopback interface. */
final class LoopbackPorts {

    static final String HOST = "127.0.0.1";

    /** No system assigns ports of this range to connections, or to a program that asks for any port. */
    private static final int FIRST_FREE = 10_000;

    private static final int END_OF_FREE = 32_000;
    private static final int ATTEMPTS = 100;

    private LoopbackPorts() {}

    /**
     * Returns the wanted port, or a free one for {@code 0}. The system does not give a free one to another program before the
     * server has started.
     *
     * @throws EmbeddedServerException if the wanted port is taken
     */
    static int choose(int wanted) {
        return wanted == 0 ? anyFree() : free(wanted);
    }

    private static int anyFree() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_FREE, END_OF_FREE);
            if (isFree(port)) {
                return port;
            }
        }
        return free(0);
    }

    private static boolean isFree(int port) {
        try {
            return free(port) == port;
        } catch (EmbeddedServerException _) {
            return false;
        }
    }

    private static int free(int wanted) {
        try (ServerSocket socket = new ServerSocket(wanted, 1, InetAddress.ofLiteral(HOST))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new EmbeddedServerException(
                    "Port %d of %s cannot be used: %s".formatted(wanted, HOST, e.getMessage()), e);
        }
    }
}
