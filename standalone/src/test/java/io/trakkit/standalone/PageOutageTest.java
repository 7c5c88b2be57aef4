package io.trakkit.standalone;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.standalone.browser.Browser;
import io.trakkit.standalone.embedded.Durability;
import io.trakkit.testing.Http;
import io.trakkit.testing.Proxy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.util.FileSystemUtils;

/** What the page says and does while the network or the database is away. */
@Tag("browser")
class PageOutageTest {

    private final Path folder;
    private final Server server;
    private final Proxy network;
    private final PageSamples samples;
    private final Browser browser;

    PageOutageTest() throws IOException {
        folder = Files.createTempDirectory("trakkit-test-");
        server = Server.start(
                new Server.Options(
                        0, folder, false, Durability.KILLED_PROCESS, List.of("--trakkit.ingest.log.max-block=30s")),
                () -> {});
        samples = new PageSamples(new Http(server.address()));
        network = Proxy.before(server.address().getPort());
        browser = Browser.start(URI.create("http://127.0.0.1:" + network.port()));
    }

    @AfterEach
    void stop() throws IOException {
        browser.close();
        network.close();
        server.close();
        FileSystemUtils.deleteRecursively(folder);
    }

    @Test
    void aCutStreamResumesAndOutagesAreTold() {
        samples.post();
        browser.open("/portfolios");
        browser.awaitText(samples.name());
        browser.go("/portfolio/" + samples.live());
        browser.awaitText("Positions (1)");
        patiently().untilAsserted(() -> assertThat(browser.textOf(".live")).isEqualTo("Live"));

        network.goAway();
        browser.awaitText("Connection lost: these numbers may be old.");
        samples.trade(samples.live(), "WHILEAWAY", "2", "10", 1);
        browser.go("/portfolios");
        browser.awaitText("trakkit cannot be reached");
        network.heal();
        browser.awaitText(samples.name());

        browser.go("/portfolio/" + samples.live());
        browser.awaitText("Positions (2)");
        patiently().untilAsserted(() -> assertThat(browser.textOf(".live")).isEqualTo("Live"));
        network.cut();
        samples.trade(samples.live(), "AFTERCUT", "2", "10", 1);
        browser.awaitText("Positions (3)");

        server.servers().database().close();
        browser.go("/portfolios");
        browser.awaitText("trakkit is not ready at the moment");
        browser.awaitText("Try again");
        assertThat(browser.barriers()).isEmpty();
    }
}
