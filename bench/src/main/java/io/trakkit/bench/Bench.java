package io.trakkit.bench;

import io.trakkit.bench.log.Portfolios;
import io.trakkit.bench.report.JsonReport;
import io.trakkit.bench.report.Machine;
import io.trakkit.bench.report.Progress;
import io.trakkit.bench.report.Result;
import io.trakkit.bench.report.Tables;
import io.trakkit.bench.scenario.Scenario;
import io.trakkit.bench.scenario.Setup;
import io.trakkit.bench.site.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.springframework.util.FileSystemUtils;

/** What {@code ./trakkit bench} starts. */
public final class Bench {

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
            run(options);
        } catch (Exception e) {
            System.err.println("trakkit bench: " + e + "; the logs are in "
                    + options.data().resolve("logs"));
            e.printStackTrace();
            System.exit(EXIT_FAILED);
        }
        System.exit(0);
    }

    private static void run(Options options) throws Exception {
        fresh(options.data());
        if (options.launch().recordings().isPresent()) {
            Files.createDirectories(options.launch().recordings().get());
        }
        Progress progress = new Progress();
        progress.step("starting PostgreSQL and the broker");
        try (Site site = Site.start(options.data(), options.launch())) {
            Machine machine;
            try (Connection template = site.databases().connectToTemplate()) {
                machine = Machine.look(template, options.data());
                Portfolios.insert(template);
            }
            if (!options.json()) {
                System.out.println(machine);
            }
            List<Result> results = new ArrayList<>();
            for (String name : options.scenarios()) {
                Scenario scenario = ScenarioName.of(name).scenario();
                Result result = scenario.run(new Setup(site, options.rounds(), options.scale(), progress));
                results.add(result);
                if (!options.json()) {
                    System.out.println(Tables.of(result));
                }
            }
            if (options.json()) {
                System.out.println(JsonReport.of(machine, results));
            }
        }
    }

    private static void fresh(Path folder) throws IOException {
        FileSystemUtils.deleteRecursively(folder);
        Files.createDirectories(folder);
    }
}
