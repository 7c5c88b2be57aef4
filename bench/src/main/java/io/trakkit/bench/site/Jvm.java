package io.trakkit.bench.site;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a JVM is started: as the images start it, but that the heap is given in bytes. */
final class Jvm {

    private Jvm() {}

    static List<String> command(String heap, List<String> rest) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+ExitOnOutOfMemoryError",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(rest);
        return command;
    }
}
