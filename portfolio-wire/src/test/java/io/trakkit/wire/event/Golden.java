package io.trakkit.wire.event;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files that show what each record looks like; docs/asyncapi.yaml quotes them. */
final class Golden {

    private Golden() {}

    static List<String> names() {
        try (Stream<Path> files = Files.list(Path.of("src", "test", "resources", "events"))) {
            return files.map(file -> file.getFileName().toString().replace(".json", ""))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file's one line, without its end. */
    static String text(String name) {
        try (InputStream file = Golden.class.getResourceAsStream("/events/" + name + ".json")) {
            if (file == null) {
                throw new IllegalArgumentException("There is no golden file " + name);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
