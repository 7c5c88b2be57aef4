package io.trakkit.bench.site;

import io.trakkit.standalone.embedded.Durability;
import io.trakkit.standalone.embedded.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Path;

/** The broker of {@code ./trakkit up} as a program of its own: a folder, a port and what it outlives. Ends with who started it. */
final class BrokerProgram {

    private BrokerProgram() {}

    public static void main(String[] arguments) throws IOException {
        EmbeddedKafka.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]), Durability.valueOf(arguments[2]));
        while (System.in.read() >= 0) {
            // No input is expected; its end means that the parent process has ended.
        }
        Runtime.getRuntime().halt(0);
    }
}
