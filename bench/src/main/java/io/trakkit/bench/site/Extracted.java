package io.trakkit.bench.site;

import io.trakkit.faults.site.Jars;
import io.trakkit.standalone.embedded.ExitStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The apps' executable jars, unpacked and trained as the images hold them. */
final class Extracted {

    private static final List<String> APPS = List.of("ingest-api", "summary-worker", "query-api");

    /** Far longer than it takes. */
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final Path folder;

    private Extracted(Path folder) {
        this.folder = folder;
    }

    /** Unpacks them, all at once, into a folder. */
    static Extracted into(Path folder) throws IOException {
        // The JVM looks for the classes of a cache where they were in training, links followed.
        Extracted extracted = new Extracted(Files.createDirectories(folder).toRealPath());
        extracted.forEach("unpacked", app -> Jvm.command("128m", extracted.unpacking(app)));
        return extracted;
    }

    private List<String> unpacking(String app) {
        return List.of(
                "-Djarmode=tools",
                "-jar",
                packaged(app).toString(),
                "extract",
                "--destination",
                folder.resolve(app).toString(),
                "--application-filename",
                "app.jar");
    }

    private static Path packaged(String app) {
        try {
            return Jars.packaged(app);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As the build of the images does: each starts up to where it would turn to its servers, and keeps what the JVM has learned. */
    void train(String heap) throws IOException {
        forEach(
                "trained",
                app -> Jvm.command(
                        heap,
                        List.of(
                                "-XX:AOTCacheOutput=" + cache(app),
                                "-Xlog:disable",
                                "-Dspring.context.exit=onRefresh",
                                "-jar",
                                jar(app).toString(),
                                "--spring.flyway.enabled=false",
                                "--spring.datasource.username=none",
                                "--spring.datasource.password=none",
                                "--server.port=0")));
    }

    private void forEach(String done, Function<String, List<String>> command) throws IOException {
        List<Process> processes = new ArrayList<>();
        for (String app : APPS) {
            processes.add(new ProcessBuilder(command.apply(app))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve(app + "-" + done + ".log").toFile())
                    .start());
        }
        for (Process process : processes) {
            if (ExitStatus.of(process, LIMIT) != 0) {
                throw new IOException("The apps can't be " + done + "; the logs in " + folder + " tell why");
            }
        }
    }

    Path jar(String app) {
        return folder.resolve(app).resolve("app.jar");
    }

    private Path cache(String app) {
        return folder.resolve(app).resolve("app.aot");
    }

    /** The JVM options for the cache; empty without a cache. */
    List<String> options(String app) {
        return Files.exists(cache(app)) ? List.of("-XX:AOTCache=" + cache(app)) : List.of();
    }
}
