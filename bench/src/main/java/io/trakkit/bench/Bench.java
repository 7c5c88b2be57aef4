package io.trakkit.bench;

import io.trakkit.bench.log.Portfolios;
import io.trakkit.bench.report.JsonReport;
import io.trakkit.bench.report.Machine;
import io.trakkit.bench.report.Markdown;
import io.trakkit.bench.report.Progress;
import io.trakkit.bench.report.Result;
import io.trakkit.bench.report.Tables;
import io.trakkit.bench.scenario.Setup;
import io.trakkit.bench.site.Site;
import io.trakkit.standalone.embedded.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/** What {@code ./trakkit bench} starts. */
public final class Bench {

    /** Stands in a folder that may be deleted. */
    private static final String MARKER = "trakkit-bench";

    private static final int EXIT_FAILED = 1;
    private static final int EXIT_USAGE = 2;

    private Bench() {}

    public static void main(String[] arguments) {
        Options options;
        try {
            options = Options.parse(arguments, ScenarioName.all());
        } catch (IllegalArgumentException e) {
            System.err.println("trakkit bench: " + e.getMessage() + "; './trakkit bench --help' tells more");
            System.exit(EXIT_USAGE);
            return;
        }
        try {
            fresh(options.data());
        } catch (IOException e) {
            System.err.println("trakkit bench: " + e.getMessage());
            System.exit(EXIT_FAILED);
            return;
        }
        boolean allMeasured;
        try {
            allMeasured = run(options);
        } catch (Exception e) {
            failed("it can't be started", e, options);
            allMeasured = false;
        }
        System.exit(allMeasured ? 0 : EXIT_FAILED);
    }

    private static void failed(String what, Exception e, Options options) {
        System.err.println(
                "trakkit bench: " + what + "; the logs are in " + options.data().resolve("logs"));
        e.printStackTrace();
    }

    private static boolean run(Options options) throws Exception {
        if (options.launch().recordings().isPresent()) {
            Files.createDirectories(options.launch().recordings().get());
        }
        Progress progress = new Progress();
        progress.step("starting PostgreSQL and the broker");
        try (Site site = Site.start(options.data(), options.launch())) {
            Machine machine;
            try (Connection template = site.databases().connectToTemplate()) {
                machine =
                        Machine.look(template, options.data(), options.launch().broker() == Durability.POWER_LOSS);
                Portfolios.insert(template);
            }
            print(options.format(), machine);
            Setup setup = new Setup(site, options.rounds(), options.scale(), options.peers(), progress);
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

    /** One that fails leaves the others their turn. */
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

    /** Deletes what an earlier run left, and nothing that is not known to be that. */
    private static void fresh(Path folder) throws IOException {
        Path marker = folder.resolve(MARKER);
        if (Files.exists(folder) && !Files.exists(marker)) {
            try (Stream<Path> files = Files.list(folder)) {
                if (files.findAny().isPresent()) {
                    throw new IOException(folder + " holds files that are not the bench's; name another folder");
                }
            }
        }
        FileSystemUtils.deleteRecursively(folder);
        Files.createDirectories(folder);
        Files.createFile(marker);
    }
}
