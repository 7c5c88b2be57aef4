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

/** The executable jars of the apps, unpacked: so they start in two thirds of the time. */
record Jars(Map<String, Path> byApp) {

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
        return new Jars(
                APPS.stream().collect(Collectors.toMap(app -> app, app -> folder.resolve("apps/" + app + "/app.jar"))));
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

    Path of(String app) {
        return Objects.requireNonNull(byApp.get(app));
    }
}
