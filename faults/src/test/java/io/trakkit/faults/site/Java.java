package io.trakkit.faults.site;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a JVM is started that shares two cores with a handful of others. */
final class Java {

    private Java() {}

    static List<String> command(String heap, List<String> rest) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(rest);
        return command;
    }
}
