package io.trakkit.standalone;

import io.trakkit.standalone.embedded.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.springframework.util.FileSystemUtils;

/** A test of the page with a server of its own, whose state it spoils or whose settings differ. */
abstract class OwnServerBrowserTest extends BrowserTest {

    final Server server;
    private final Path folder;

    private record Started(Server server, Path folder) {

        static Started with(String... settings) throws IOException {
            Path folder = Files.createTempDirectory("trakkit-test-");
            List<String> all = Stream.concat(Stream.of("--trakkit.ingest.log.max-block=30s"), Stream.of(settings))
                    .toList();
            return new Started(
                    Server.start(new Server.Options(0, folder, false, Durability.KILLED_PROCESS, all), () -> {}),
                    folder);
        }
    }

    OwnServerBrowserTest(String... settings) throws IOException {
        this(Started.with(settings));
    }

    private OwnServerBrowserTest(Started started) {
        super(started.server().address());
        server = started.server();
        folder = started.folder();
    }

    @AfterAll
    void stop() throws IOException {
        server.close();
        FileSystemUtils.deleteRecursively(folder);
    }
}
