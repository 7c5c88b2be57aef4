package io.trakkit.faults.site;

import io.trakkit.standalone.embedded.ExitStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The executable jars of the apps, unpacked. Each gets an archive of its loaded and linked classes, which takes a third of
 * the work from a start, and there are many of them. It is made while the first faults befall, of what is idle.
 */
public final class Jars {

    private static final String ARCHIVE = "app.jsa";
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** In the order in which they will profit. */
    private static final List<String> APPS = List.of("summary-worker", "ingest-api", "query-api");

    private final Path folder;

    private Jars(Path folder) {
        this.folder = folder;
    }

    /** Unpacks what the build has packaged, all at once. */
    static Jars unpacked(Path folder) {
        Jars jars = new Jars(folder.resolve("apps"));
        try {
            List<Process> unpacking = new ArrayList<>();
            for (String app : APPS) {
                unpacking.add(unpack(packaged(app), jars.folder.resolve(app)));
            }
            for (Process process : unpacking) {
                succeed(process, "The jars of the apps can't be unpacked");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return jars;
    }

    /** Unpacks the packaged standalone, as {@code ./trakkit up} does, and returns its jar. */
    public static Path unpackedStandalone(Path to) throws IOException {
        succeed(unpack(packaged("standalone"), to), "The jar of standalone can't be unpacked");
        return to.resolve("app.jar");
    }

    private static Process unpack(Path packaged, Path to) throws IOException {
        List<String> command = Java.command(
                "128m", List.of("-Djarmode=tools", "-jar", packaged.toString(), "extract", "--destination"));
        command.addAll(List.of(to.toString(), "--application-filename", "app.jar"));
        return new ProcessBuilder(command).inheritIO().start();
    }

    private static void succeed(Process process, String failure) throws IOException {
        if (ExitStatus.of(process, LIMIT) != 0) {
            throw new IOException(failure);
        }
    }

    /** Has each app learn, behind all else that runs. */
    Training train() {
        return Training.start(this, APPS);
    }

    /** Starts an app up to the point at which it would turn to its servers; then it ends, and {@link #keep} follows. */
    Process train(String app) throws IOException {
        List<String> command = new ArrayList<>(List.of("nice", "-n", "19"));
        command.addAll(Java.command(
                App.HEAP,
                List.of(
                        "-XX:ArchiveClassesAtExit=" + unfinished(app),
                        "-Xlog:disable",
                        "-Dspring.context.exit=onRefresh",
                        "-jar",
                        jar(app).toString(),
                        "--spring.flyway.enabled=false",
                        "--spring.datasource.username=none",
                        "--spring.datasource.password=none",
                        "--server.port=0")));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(beside(app, "training.log").toFile())
                .start();
    }

    /** From now on the app starts with what it has learned. */
    void keep(String app, int status) throws IOException {
        if (status != 0) {
            throw new IOException(
                    "The training of %s ended with %d; its log stands beside its jar".formatted(app, status));
        }
        Files.move(unfinished(app), beside(app, ARCHIVE), StandardCopyOption.ATOMIC_MOVE);
    }

    private Path unfinished(String app) {
        return beside(app, "unfinished.jsa");
    }

    /** The executable jar of an app, as the build leaves it. */
    public static Path packaged(String app) throws IOException {
        Path target = checkout().resolve(app + "/target");
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.toString().endsWith("-exec.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("No executable jar in " + target + ": package it first"));
        }
    }

    /** The suite is started in its module's folder or in the checkout's. */
    private static Path checkout() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("trakkit")) ? here : Objects.requireNonNull(here.getParent());
    }

    /** The arguments of a JVM that runs an app, by what there is at this moment. */
    List<String> arguments(String app) {
        List<String> arguments = new ArrayList<>();
        if (Files.exists(beside(app, ARCHIVE))) {
            arguments.add("-XX:SharedArchiveFile=" + beside(app, ARCHIVE));
        }
        arguments.addAll(List.of("-jar", jar(app).toString()));
        return arguments;
    }

    private Path jar(String app) {
        return beside(app, "app.jar");
    }

    private Path beside(String app, String file) {
        return folder.resolve(app).resolve(file);
    }
}
