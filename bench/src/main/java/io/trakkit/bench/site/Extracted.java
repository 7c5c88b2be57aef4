package io.trakkit.bench.site;

import io.trakkit.faults.site.Jars;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The apps' executable jars, unpacked as the images hold them. */
final class Extracted {

    private static final List<String> APPS = List.of("ingest-api", "summary-worker", "query-api");

    private final Path folder;

    private Extracted(Path folder) {
        this.folder = folder;
    }

    static Extracted into(Path folder) throws IOException {
        List<Process> unpacking = new ArrayList<>();
        for (String app : APPS) {
            List<String> arguments = List.of(
                    "-Djarmode=tools",
                    "-jar",
                    Jars.packaged(app).toString(),
                    "extract",
                    "--destination",
                    folder.resolve(app).toString(),
                    "--application-filename",
                    "app.jar");
            unpacking.add(new ProcessBuilder(Jvm.command("128m", arguments))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        }
        for (Process process : unpacking) {
            if (process.onExit().join().exitValue() != 0) {
                throw new IOException("The jars of the apps can't be unpacked");
            }
        }
        return new Extracted(folder);
    }

    Path jar(String app) {
        return folder.resolve(app).resolve("app.jar");
    }
}
