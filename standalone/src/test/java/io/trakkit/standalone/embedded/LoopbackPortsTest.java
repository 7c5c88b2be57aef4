package io.trakkit.standalone.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class LoopbackPortsTest {

    @Test
    void aTakenPortIsRefusedByItsNumber() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            int port = taken.getLocalPort();

            assertThatExceptionOfType(EmbeddedServerException.class)
                    .isThrownBy(() -> LoopbackPorts.choose(port))
                    .withMessageContaining("Port " + port);
        }
    }

    @Test
    void zeroStandsForAFreePort() {
        int port = LoopbackPorts.choose(0);

        assertThat(LoopbackPorts.choose(port)).isEqualTo(port).isPositive();
    }
}
