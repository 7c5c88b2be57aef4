package io.trakkit.cli.imports;

import io.trakkit.cli.http.AccessOptions;
import io.trakkit.cli.http.Server;
import io.trakkit.cli.program.CommandException;
import io.trakkit.cli.program.HelpOption;
import io.trakkit.cli.program.JsonErrors;
import io.trakkit.cli.program.TerminalText;
import io.trakkit.domain.access.ApiKey;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.files.FileOptions;
import io.trakkit.files.FileRefusedException;
import io.trakkit.files.preset.Preset;
import io.trakkit.wire.bulk.Defaults;
import io.trakkit.wire.bulk.Delimiter;
import io.trakkit.wire.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code import}: posts a file of trades and reports the outcome of each. */
@Command(
        name = "import",
        description = {
            "Post a file of trades, and report the outcome of each.",
            "",
            "The file is an export of a broker or of another portfolio tracker, which is recognised by its header and needs"
                    + " --portfolio, or in a format of trakkit's own.",
            "",
            "The latter has one JSON object per line, a JSON array, or CSV with a header. The outcome of a trade is applied,"
                    + " repeated, rejected (a sell of more than is held at that time), refused, or not decided yet.",
            "",
            "The columns of CSV are ref_id, user_id, portfolio, trade_type (1 or buy, 2 or sell), security_type, ticker,"
                    + " volume, amount (the price of one unit), status, executed_at, isin, currency, fx_rate, fee, tax, in"
                    + " any order and case.",
            "A record with a type, such as dividend, split or deposit, is an activity, with total, per_unit, cost, numerator,"
                    + " denominator or whole as its type needs. The type may also be buy or sell.",
            "",
            "It is safe to import a file again, also after a failure: trades that were accepted are repeats then. This needs"
                    + " a ref_id; --key makes one for trades that have none. A row that its broker has corrected since amends"
                    + " what was imported before."
        },
        exitCodeList = {
            "0:every trade counts, or has the status failed and is recorded",
            "1:the import failed, or did not reach the end of the file",
            "2:wrong usage",
            "3:some trades do not count: rejected, refused, not decided in time, or rows that cannot be held yet"
        })
public final class ImportCommand implements Callable<Integer>, JsonErrors {

    private static final String VARIABLE = "TRAKKIT_URL";

    /** How long to retry a slice before the import fails. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    @SuppressWarnings("unused")
    private HelpOption help = new HelpOption();

    @Parameters(
            paramLabel = "FILE",
            description =
                    "the export of a broker; or trades in UTF-8: .ndjson or .jsonl, .json, .csv or .tsv; each also"
                            + " compressed, with .gz")
    private Path file = Path.of("");

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description =
                    "ndjson, json or csv for trakkit's own formats, the name of a broker's, or auto to recognise the file"
                            + " (default: ${DEFAULT-VALUE})",
            defaultValue = FormatChoice.AUTO)
    private String format = FormatChoice.AUTO;

    @Option(
            names = "--map",
            paramLabel = "FILE",
            description = "a description of the columns of another source, in JSON (docs/broker-files.md)")
    private @Nullable Path map;

    @Option(
            names = "--tz",
            paramLabel = "ZONE",
            description =
                    "the time zone of local times in a broker's file, such as Europe/Berlin (default: the broker's)")
    private @Nullable String zone;

    @Option(
            names = "--account",
            paramLabel = "NAME",
            description =
                    "of a broker's file with several accounts the one to import, or all; else a name that distinguishes"
                            + " this account from others of the same portfolio")
    private @Nullable String account;

    @Option(
            names = "--dry-run",
            description = "show what the file would store, and what would be skipped, and change nothing")
    private boolean dryRun;

    @Option(names = "--portfolio", paramLabel = "N", description = "the portfolio of trades that name none")
    private @Nullable String portfolio;

    @Option(names = "--user", paramLabel = "U", description = "the user of trades that name none")
    private @Nullable String user;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description =
                    "an Idempotency-Key: trades without a ref_id get one made of the key and their line. The same key"
                            + " is for the same file only: a line that has moved is another trade")
    private @Nullable String key;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "where trakkit serves (default: $$TRAKKIT_URL, or else http://127.0.0.1:8080)",
            defaultValue = "${env:TRAKKIT_URL:-http://127.0.0.1:8080}")
    private String url = "";

    @Option(
            names = "--client",
            paramLabel = "ID",
            description = "the client whose trades these are, for an administrator's key")
    private @Nullable String client;

    @Mixin
    private AccessOptions access = new AccessOptions();

    @Option(
            names = "--errors",
            paramLabel = "FILE",
            description = "write the result of every trade that does not count to this file, one JSON object per line")
    private @Nullable Path errors;

    @Option(
            names = "--show",
            paramLabel = "N",
            description = "show this many of the trades that do not count (default: ${DEFAULT-VALUE})",
            defaultValue = "10")
    private int show;

    @Option(
            names = "--delimiter",
            paramLabel = "C",
            description = "the separator of the CSV columns: , ; | or tab (default: that of the header)")
    private @Nullable String delimiter;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description = "how long to wait for outcomes after the last post (default: ${DEFAULT-VALUE})",
            defaultValue = "60")
    private int wait;

    @Option(names = "--json", description = "print JSON, for programs")
    private boolean json;

    @Override
    public Integer call() {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw CommandException.wrongUsage("Cannot read the file '" + file + "'");
        }
        if (wait < 0) {
            throw CommandException.wrongUsage("--wait must be 0 or more seconds, not " + wait);
        }
        if (show < 0) {
            throw CommandException.wrongUsage("--show must be 0 or more, not " + show);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (file.toFile().length() == 0) {
            throw CommandException.failed("The file is empty");
        }
        Defaults defaults = defaults();
        ImportFormat known = new FormatChoice(format, map, zone, account, defaults).of(file);
        if (dryRun) {
            return dryRun(known, out);
        }
        if (known instanceof ImportFormat.OfBroker(Preset preset, FileOptions _)) {
            if (defaults.portfolio().isEmpty()) {
                throw CommandException.wrongUsage(
                        "This is a file of " + preset.title() + ", which names no portfolio: pass --portfolio N");
            }
            if (key != null) {
                throw CommandException.wrongUsage(
                        "--key is for trakkit's own formats: the rows of this file have ids of their own");
            }
        }
        Server server = access.connect(url, VARIABLE, parsed("--client", client, ClientId::new));
        Map<String, String> parameters = parameters();
        Optional<Corrections> corrections = Optional.empty();
        ImportFormat complete = known;
        if (known instanceof ImportFormat.OfBroker) {
            PortfolioId id = defaults.portfolio().orElseThrow();
            PortfolioLookup found = PortfolioLookup.of(server, id);
            parameters.putIfAbsent("user_id", found.user().value());
            complete = FormatChoice.into(known, id, found.currency());
            corrections = Optional.of(new Corrections(server, found.currency()));
        }
        try (BulkClient bulk = new BulkClient(server, parameters, checkedKey(), PATIENCE);
                Tally tally = tally(known)) {
            TradeFile trades = new TradeFile(file, complete);
            ImportRun run = new ImportRun(trades, bulk, tally, Duration.ofSeconds(wait), corrections);
            new ProgressLine(spec.commandLine().getErr(), () -> progress(trades, tally), trades::percent, json)
                    .follow(run::run);
            print(out, tally.report(json));
            return tally.exitCode();
        } catch (IOException | UncheckedIOException e) {
            throw CommandException.failed("Cannot read or write a file: " + e.getMessage());
        }
    }

    /** Cells of a file stand in the report. */
    private void print(PrintWriter out, List<String> lines) {
        lines.forEach(line -> out.println(json ? line : TerminalText.line(line)));
    }

    private static String progress(TradeFile trades, Tally tally) {
        long perSecond = tally.records() * 1000 / Math.max(1, tally.elapsed().toMillis());
        return "%d %% read, %,d records, %,d do not count, %,d/s"
                .formatted(trades.percent(), tally.records(), tally.notCounted(), perSecond);
    }

    private int dryRun(ImportFormat known, PrintWriter out) {
        try {
            DryRun run = new DryRun(new TradeFile(file, known), known);
            new ProgressLine(spec.commandLine().getErr(), run::progress, run::percent, json).follow(run::read);
            print(out, run.report(json));
            return run.exitCode();
        } catch (FileRefusedException e) {
            throw CommandException.failed(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw CommandException.failed("Cannot read the file '" + file + "': " + e.getMessage(), e);
        }
    }

    private Tally tally(ImportFormat known) throws IOException {
        if (errors != null && Files.exists(errors) && Files.isSameFile(errors, file)) {
            throw CommandException.wrongUsage("--errors must not be the file of trades");
        }
        try {
            return new Tally(errors, show, known.unit(), wait > 0);
        } catch (NoSuchFileException e) {
            throw CommandException.wrongUsage("Cannot write --errors " + errors + ": no such folder");
        } catch (FileSystemException e) {
            String reason = errors != null && Files.isDirectory(errors)
                    ? "it is a folder"
                    : Objects.requireNonNullElse(e.getReason(), "permission denied");
            throw CommandException.wrongUsage("Cannot write --errors " + errors + ": " + reason);
        }
    }

    private Defaults defaults() {
        return new Defaults(
                parsed("--portfolio", portfolio, PortfolioId::parse),
                parsed("--user", user, UserId::new),
                parsed("--delimiter", delimiter, Delimiter::parse));
    }

    private static <T> Optional<T> parsed(String option, @Nullable String text, Function<String, T> parser) {
        try {
            return text == null ? Optional.empty() : Optional.of(parser.apply(text));
        } catch (InvalidValueException e) {
            throw CommandException.wrongUsage(option + " " + e.getMessage());
        }
    }

    private Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (portfolio != null) {
            parameters.put("portfolio", portfolio);
        }
        if (user != null) {
            parameters.put("user_id", user);
        }
        return parameters;
    }

    private Optional<String> checkedKey() {
        if (key != null && key.startsWith(ApiKey.PREFIX)) {
            throw CommandException.wrongUsage(
                    "--key is an Idempotency-Key, not an API key: set TRAKKIT_KEY, or --key-file, to authenticate");
        }
        if (key != null && !key.matches("[!-~]{1,255}")) {
            throw CommandException.wrongUsage("--key must have 1 to 255 visible ASCII characters");
        }
        return Optional.ofNullable(key);
    }

    /** A program reads from standard output why an import failed. */
    @Override
    public JsonNode error(String message) {
        return Json.strict().createObjectNode().put("complete", false).put("error", message);
    }
}
