package io.trakkit.standalone;

import io.trakkit.testing.Http;
import org.junit.jupiter.api.extension.ExtendWith;

/** On the embedded servers. */
@ExtendWith(SharedServer.class)
class EmbeddedJourneyTest extends JourneyTest {

    EmbeddedJourneyTest(Server server) {
        super(new Http(server.address()), server.servers().kafka().bootstrapServers());
    }
}
