package io.trakkit.bench;

import io.trakkit.bench.Options.Format;
import io.trakkit.bench.scenario.VisibleOptions;
import io.trakkit.bench.site.Launch;
import io.trakkit.cli.program.CommandException;
import io.trakkit.cli.program.HelpOption;
import io.trakkit.standalone.embedded.Durability;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bench}: measures the scenarios. */
@Command(
        name = "./trakkit bench",
        description = {
            "Build, then measure trakkit and, on the same data and with fsync on, PostgreSQL and Kafka alone (the peers).",
            "",
            "The apps run as deployed; PostgreSQL, the broker and each app are separate processes. For each scenario it"
                    + " prints a table: minimum, median and maximum of its rounds, the ratio to each peer, and the target."
                    + " All scenarios take about an hour. Progress goes to standard error; the logs of all processes are"
                    + " in DIR/logs."
        },
        exitCodeList = {
            "0:all scenarios measured, whether or not targets are met",
            "1:a scenario failed, and the others were measured",
            "2:wrong usage",
            "130:stopped by Ctrl-C, which ends all its processes"
        },
        footerHeading = "%nScenarios:%n",
        footer = {
            "  drain    a topic of 1,000,000 trades on 100,000 keys into summaries, beside",
            "           COPY into the same tables, a transaction per trade, Kafka Streams",
            "  hot      500,000 trades, half of them on one key, beside as many on all alike",
            "  charged  500,000 trades with a fee and a currency, beside as many without",
            "  traced   500,000 trades, 1 %% of them traced, with tracing and without",
            "  late     trades in random order of time, beside in order; amendments of the",
            "           newest and the oldest trade in positions of 100 to 1,000,000 trades",
            "  ingest   single posts over 64 connections, beside Kafka's producer",
            "  bulk     1,000,000 trades in one request, beside Kafka's producer",
            "  visible  from a post until the summary shows it, at 500, 2,000 and 5,000",
            "           trades/s, beside a log with one statement, a transaction per trade",
            "           and Kafka Streams; or, with --busy, beside foreign load",
            "  read     summaries, returns and trades over 32 connections, and returns of",
            "           1,000 tickers over 1 to 32, beside the same SQL by plain JDBC",
            "  past     the past of one position of 100,000 trades, in 256 MB",
            "  lots     lots and realised gains of one position of 100,000 trades by each",
            "           cost method, in 256 MB",
            "  actions  a split of 10,000 positions, recorded and withdrawn, by itself and",
            "           beside a load of trades",
            "  noisy    one client's posts and reads, alone and beside a client that sends",
            "           ten times its limit; and until its trades are applied, beside one",
            "           that sends as many corporate actions",
            "  access   refused requests by their credential, and another client's trades,",
            "           summaries and portfolios beside absent ones",
            "  guarded  drain, reads and posts with keys, limits and row-level security,",
            "           beside without",
            "  memory   5,000,000 trades in 512 MB: the last fifth beside the first",
            "  start    from the start of each app until it is ready"
        })
final class BenchCommand implements Callable<Integer> {

    private static final int MAX_ROUNDS = 100;
    private static final double MIN_SCALE = 0.0001;
    private static final int MAX_SCALE = 10;
    private static final int PORTFOLIOS = 10_000;
    private static final int MIN_PORTFOLIOS = 10;
    private static final int MAX_PORTFOLIOS = 1_000_000;
    private static final int MIN_RATE = 100;
    private static final int MAX_RATE = 100_000;
    private static final int MAX_BUSY_LOOPS = 64;
    private static final List<Integer> RATES_BESIDE_BUSY_LOOPS = List.of(2_000);

    @Parameters(
            paramLabel = "SCENARIO",
            arity = "0..*",
            description = "the scenarios to measure, listed below (default: all)")
    private List<String> scenarios = new ArrayList<>();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "the number of measurements of each scenario (default: ${DEFAULT-VALUE})",
            defaultValue = "3")
    private int rounds;

    @Option(
            names = "--scale",
            paramLabel = "F",
            description = "multiplies all amounts, such as 0.1 for a quick look; the targets apply at 1 only (default:"
                    + " ${DEFAULT-VALUE})",
            defaultValue = "1")
    private double scale;

    @Option(names = "--no-peers", description = "measure 'drain' and 'visible' without their peers, for experiments")
    private boolean noPeers;

    @Option(
            names = "--portfolios",
            paramLabel = "N",
            description = "how many portfolios hold the ticker that 'actions' splits (default: 10000, scaled)")
    private @Nullable Integer portfolios;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description =
                    "how many trades per second 'visible' offers; can be repeated (default: 500, 2000 and 5000; with"
                            + " --busy 2000)")
    private List<Integer> rates = new ArrayList<>();

    @Option(
            names = "--busy",
            paramLabel = "N",
            description =
                    "instead of its rows, 'visible' measures five minutes beside N processes that keep a processor"
                            + " busy each, and what is left of the lag when they end",
            defaultValue = "0")
    private int busyLoops;

    @Option(
            names = "--variant",
            paramLabel = "SETTINGS",
            description = "measure 'visible' in turns with these settings of the worker, too, such as"
                    + " 'trakkit.worker.threads=2'; several are separated by ';'; can be repeated")
    private List<String> variants = new ArrayList<>();

    @ArgGroup
    private OutputFormat format = new OutputFormat();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "where PostgreSQL and Kafka keep their data (default: bench/target/bench); data of an earlier"
                    + " run is deleted",
            defaultValue = "target/bench")
    private Path data = Path.of("");

    @Option(names = "--jfr", paramLabel = "DIR", description = "write a Flight Recorder recording of each app to DIR")
    private @Nullable Path recordings;

    @Option(
            names = "--broker-fsync",
            paramLabel = "on|off",
            description =
                    "whether the broker waits for the disk, as that of 'up' does; the brokers of a cluster rely on"
                            + " replicas (default: on)",
            defaultValue = "on")
    private Fsync brokerFsync = Fsync.ON;

    @Option(
            names = "--heap",
            paramLabel = "SIZE",
            description = "the heap of each app (default: ${DEFAULT-VALUE})",
            defaultValue = "512m")
    private String heap = "";

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "change a setting of the apps")
    private List<String> settings = new ArrayList<>();

    @Option(
            names = "--untrained",
            description = "start the apps without their AOT caches, which take half a minute to make")
    private boolean untrained;

    @Option(names = "--java", paramLabel = "OPTION", description = "an option of the JVMs of the apps")
    private List<String> javaOptions = new ArrayList<>();

    @Mixin
    @SuppressWarnings("unused")
    private HelpOption help = new HelpOption();

    /** How the results are printed. */
    static final class OutputFormat {

        @Option(names = "--json", description = "print one JSON object instead of tables")
        private boolean json;

        @Option(names = "--markdown", description = "print tables for a page of the documentation")
        private boolean markdown;
    }

    /** Whether the broker waits for the disk. */
    enum Fsync {
        ON,
        OFF
    }

    /** @throws CommandException if an option is wrong */
    Options options() {
        if (rounds < 1 || rounds > MAX_ROUNDS) {
            throw CommandException.wrongUsage("--rounds must be a number from 1 to " + MAX_ROUNDS + ", not " + rounds);
        }
        if (!(scale >= MIN_SCALE && scale <= MAX_SCALE)) {
            throw CommandException.wrongUsage(
                    "--scale must be a number from 0.0001 to " + MAX_SCALE + ", not " + scale);
        }
        if (portfolios != null && (portfolios < MIN_PORTFOLIOS || portfolios > MAX_PORTFOLIOS)) {
            throw CommandException.wrongUsage("--portfolios must be a number from %d to %d, not %d"
                    .formatted(MIN_PORTFOLIOS, MAX_PORTFOLIOS, portfolios));
        }
        VisibleOptions visible = visible();
        List<String> known = ScenarioName.all();
        scenarios.stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
            throw CommandException.wrongUsage(
                    "Unknown scenario '%s'; known: %s".formatted(name, String.join(", ", known)));
        });
        return new Options(
                scenarios.isEmpty() ? known : scenarios,
                format(),
                rounds,
                scale,
                !noPeers,
                portfolios != null ? portfolios : (int) Math.max(MIN_PORTFOLIOS, PORTFOLIOS * scale),
                visible,
                data.toAbsolutePath(),
                new Launch(
                        heap,
                        !untrained,
                        javaOptions,
                        settings.stream().map(setting -> "--" + setting).toList(),
                        durability(),
                        Optional.ofNullable(recordings).map(Path::toAbsolutePath)));
    }

    private VisibleOptions visible() {
        rates.stream()
                .filter(rate -> rate < MIN_RATE || rate > MAX_RATE)
                .findFirst()
                .ifPresent(rate -> {
                    throw CommandException.wrongUsage(
                            "--rate must be a number from %d to %d, not %d".formatted(MIN_RATE, MAX_RATE, rate));
                });
        if (busyLoops < 0 || busyLoops > MAX_BUSY_LOOPS) {
            throw CommandException.wrongUsage(
                    "--busy must be a number from 0 to %d, not %d".formatted(MAX_BUSY_LOOPS, busyLoops));
        }
        variants.stream()
                .flatMap(variant -> VisibleOptions.Variant.parse(variant).settings().stream())
                .filter(setting -> !setting.contains("="))
                .findFirst()
                .ifPresent(setting -> {
                    throw CommandException.wrongUsage(
                            "--variant must be settings such as trakkit.worker.threads=2, not '" + setting + "'");
                });
        List<Integer> usual = busyLoops > 0 ? RATES_BESIDE_BUSY_LOOPS : VisibleOptions.DEFAULT.rates();
        return new VisibleOptions(
                rates.isEmpty() ? usual : List.copyOf(rates),
                busyLoops,
                variants.stream().map(VisibleOptions.Variant::parse).toList());
    }

    private Format format() {
        if (format.json) {
            return Format.JSON;
        }
        return format.markdown ? Format.MARKDOWN : Format.TABLES;
    }

    private Durability durability() {
        return switch (brokerFsync) {
            case ON -> Durability.POWER_LOSS;
            case OFF -> Durability.KILLED_PROCESS;
        };
    }

    @Override
    public Integer call() {
        return Bench.run(options());
    }
}
