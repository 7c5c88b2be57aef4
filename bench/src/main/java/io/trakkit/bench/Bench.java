package io.trakkit.bench;

import io.trakkit.bench.log.Portfolios;
import io.trakkit.bench.report.JsonReport;
import io.trakkit.bench.report.Machine;
import io.trakkit.bench.report.Markdown;
import io.trakkit.bench.report.ProgressLog;
import io.trakkit.bench.report.Result;
import io.trakkit.bench.report.Tables;
import io.trakkit.bench.scenario.Setup;
import io.trakkit.bench.site.Site;
import io.trakkit.cli.program.CommandException;
import io.trakkit.cli.program.ExitCode;
import io.trakkit.cli.program.Program;
import io.trakkit.standalone.embedded.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/** The program behind {@code ./trakkit bench}. */
public final class Bench {

    /** Marks a folder that a run may delete. */
    private static final String MARKER = "trakkit-bench";

    private Bench() {}

    public static void main(String[] arguments) {
        Program.of(new BenchCommand()).exit(arguments);
    }

    /** Measures, and returns the exit code. */
    static int run(Options options) {
        try {
            fresh(options.data());
        } catch (IOException e) {
            throw CommandException.failed(String.valueOf(e.getMessage()), e);
        }
        try {
            return measure(options) ? ExitCode.DONE : ExitCode.FAILED;
        } catch (Exception e) {
            failed("it cannot be started", e, options);
            return ExitCode.FAILED;
        }
    }

    private static void failed(String what, Exception e, Options options) {
        System.err.println(
                "trakkit bench: " + what + "; the logs are in " + options.data().resolve("logs"));
        e.printStackTrace();
    }

    /** Whether all scenarios were measured. */
    private static boolean measure(Options options) throws Exception {
        if (options.launch().recordings().isPresent()) {
            Files.createDirectories(options.launch().recordings().get());
        }
        ProgressLog progress = new ProgressLog();
        progress.step("starting PostgreSQL and the broker");
        try (Site site = Site.start(options.data(), options.launch())) {
            Machine machine;
            try (Connection template = site.databases().connectToTemplate()) {
                machine =
                        Machine.look(template, options.data(), options.launch().broker() == Durability.POWER_LOSS);
                Portfolios.insert(template);
            }
            print(options.format(), machine);
            Setup setup = new Setup(
                    site,
                    options.rounds(),
                    options.scale(),
                    options.peers(),
                    options.portfolios(),
                    options.visible(),
                    progress);
            List<Result> results = measured(options, setup);
            if (options.format() == Options.Format.JSON && !site.isEnding()) {
                System.out.println(JsonReport.of(machine, results));
            }
            return results.size() == options.scenarios().size();
        }
    }

    private static void print(Options.Format format, Machine machine) {
        switch (format) {
            case TABLES -> System.out.println(machine);
            case MARKDOWN -> System.out.println(Markdown.of(machine));
            case JSON -> {
                // One object at the end.
            }
        }
    }

    private static void print(Options.Format format, Result result) {
        switch (format) {
            case TABLES -> System.out.println(Tables.of(result));
            case MARKDOWN -> System.out.println(Markdown.of(result));
            case JSON -> {
                // One object at the end.
            }
        }
    }

    /** If a scenario fails, the others are still measured. */
    private static List<Result> measured(Options options, Setup setup) {
        List<Result> results = new ArrayList<>();
        for (String name : options.scenarios()) {
            try {
                Result result = ScenarioName.of(name).scenario().run(setup);
                results.add(result);
                print(options.format(), result);
            } catch (Exception e) {
                if (setup.site().isEnding()) {
                    return results;
                }
                failed(name + " failed", e, options);
            } finally {
                setup.site().stopApps();
            }
        }
        return results;
    }

    /** Deletes the data of an earlier run. A folder without the marker is not deleted. */
    private static void fresh(Path folder) throws IOException {
        Path marker = folder.resolve(MARKER);
        if (Files.exists(folder) && !Files.exists(marker)) {
            try (Stream<Path> files = Files.list(folder)) {
                if (files.findAny().isPresent()) {
                    throw new IOException(folder + " holds files that are not of the bench; choose another folder");
                }
            }
        }
        FileSystemUtils.deleteRecursively(folder);
        Files.createDirectories(folder);
        Files.createFile(marker);
    }
}
