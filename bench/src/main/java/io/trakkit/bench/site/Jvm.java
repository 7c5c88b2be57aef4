package io.trakkit.bench.site;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a JVM is started: with the options that it has in the images, but that the heap is given in bytes. */
final class Jvm {

    /** From the folder of this module, in which the bench is started. */
    private static final Path OPTIONS = Path.of("..", "deploy", "jvm.options");

    private Jvm() {}

    static List<String> command(String heap, List<String> rest) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + OPTIONS.toAbsolutePath().normalize(),
                "-Xmx" + heap));
        command.addAll(rest);
        return command;
    }
}
