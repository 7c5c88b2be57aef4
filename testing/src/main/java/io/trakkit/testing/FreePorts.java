package io.trakkit.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers in processes of their own, which bind them only later. They are outside the range from which
 * the system takes ports for connections and for port 0: one of those could be taken before the server has started.
 */
public final class FreePorts {

    /** The address of the loopback interface. */
    public static final String HOST = "127.0.0.1";

    private static final int FIRST = 10_000;
    private static final int END = 32_000;

    private FreePorts() {}

    /** A free port of the loopback interface. */
    public static int next() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            if (isFree(port)) {
                return port;
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException _) {
            return false;
        }
    }
}
