package io.trakkit.faults.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The executable jars of the apps, unpacked and each with a cache of its loaded and linked classes: so a start takes half
 * of the work, and there are many of them.
 */
record Jars(Map<String, Path> byApp) {

    private static final String CACHE = "app.aot";

    private static final List<String> APPS = List.of("ingest-api", "summary-worker", "query-api");

    /** Unpacks what the build has packaged, all at once. */
    static Jars unpacked(Path folder) throws IOException {
        List<Process> unpacking = new ArrayList<>();
        for (String app : APPS) {
            List<String> rest = List.of("-Djarmode=tools", "-jar", packaged(app).toString(), "extract");
            List<String> command = Java.command("128m", rest);
            command.addAll(
                    List.of("--destination", folder.resolve("apps/" + app).toString()));
            command.addAll(List.of("--application-filename", "app.jar"));
            unpacking.add(new ProcessBuilder(command).inheritIO().start());
        }
        for (Process process : unpacking) {
            if (process.onExit().join().exitValue() != 0) {
                throw new IOException("The jars of the apps can't be unpacked");
            }
        }
        Jars jars = new Jars(
                APPS.stream().collect(Collectors.toMap(app -> app, app -> folder.resolve("apps/" + app + "/app.jar"))));
        jars.train();
        return jars;
    }

    /** Starts each app up to the point at which it would turn to its servers, and keeps what the JVM has learned by then. */
    private void train() throws IOException {
        List<Process> trainings = new ArrayList<>();
        for (Path jar : byApp.values()) {
            List<String> rest = List.of(
                    "-XX:AOTCacheOutput=" + jar.resolveSibling(CACHE),
                    "-Dspring.context.exit=onRefresh",
                    "-jar",
                    jar.toString(),
                    "--spring.flyway.enabled=false",
                    "--server.port=0");
            trainings.add(new ProcessBuilder(Java.command(App.HEAP, rest))
                    .redirectErrorStream(true)
                    .redirectOutput(jar.resolveSibling("training.log").toFile())
                    .start());
        }
        for (Process training : trainings) {
            if (training.onExit().join().exitValue() != 0) {
                throw new IOException("The training of an app failed; its log stands beside its jar");
            }
        }
    }

    private static Path packaged(String app) throws IOException {
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

    /** The arguments of a JVM that runs an app. */
    List<String> arguments(String app) {
        Path jar = of(app);
        return List.of("-XX:AOTCache=" + jar.resolveSibling(CACHE), "-jar", jar.toString());
    }

    private Path of(String app) {
        return Objects.requireNonNull(byApp.get(app));
    }
}
