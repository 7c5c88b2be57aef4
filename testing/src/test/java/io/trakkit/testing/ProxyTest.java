package io.trakkit.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProxyTest {

    private static final InetAddress HOST = InetAddress.ofLiteral(FreePorts.HOST);

    /** Of many, the proxy has taken some when the network goes away. */
    @Test
    void connectionsThatAreBeingMadeWhileTheNetworkGoesAwayAreBroken() throws IOException {
        List<Socket> apps = new ArrayList<>();
        try (ServerSocket server = new ServerSocket(0, 50, HOST);
                Proxy network = Proxy.before(server.getLocalPort())) {
            network.slow(Duration.ofMillis(300));
            for (int i = 0; i < 50; i++) {
                Socket app = new Socket(HOST, network.port());
                app.setSoTimeout(10_000);
                apps.add(app);
            }
            network.goAway();
            for (Socket app : apps) {
                assertThatThrownBy(() -> app.getInputStream().read()).isInstanceOf(SocketException.class);
            }
        } finally {
            for (Socket app : apps) {
                app.close();
            }
        }
    }
}
