package io.trakkit.ingest.console;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code import}: posts a file of trades and tells what became of them. */
@Command(
        name = "./trakkit import",
        description = {
            "Post a file of trades, one JSON object per line, a JSON array, or CSV with a header, and sum up what became"
                    + " of them.",
            "",
            "To run it again on the same file is safe: trades that were taken are repeats by then. Each needs a ref_id for"
                    + " that; --key names those that have none."
        },
        footer = {
            "",
            "Exit codes: 0 all were taken, 1 it could not be done or brought to its end, 2 wrong usage, 3 some were"
                    + " refused."
        })
final class ImportCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @SuppressWarnings("unused") // picocli acts on it by itself.
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    private boolean help;

    @Parameters(paramLabel = "FILE", description = "the trades, in UTF-8: .ndjson or .jsonl, .json, .csv")
    private Path file = Path.of("");

    @Option(names = "--format", paramLabel = "FORMAT", description = "ndjson, json or csv, whatever its name is")
    private @Nullable FileFormat format;

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
            names = "--errors",
            paramLabel = "FILE",
            description = "write every result that is an error here, a line each")
    private @Nullable Path errors;

    @Option(
            names = "--show",
            paramLabel = "N",
            description = "how many errors to show (default: ${DEFAULT-VALUE})",
            defaultValue = "10")
    private int show;

    @Option(names = "--json", description = "print JSON, for programs")
    private boolean json;

    @Override
    public Integer call() {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw ImportException.wrongUsage("'" + file + "' is no file that can be read");
        }
        PrintWriter out = spec.commandLine().getOut();
        FileFormat known = format == null ? FileFormat.of(file) : format;
        try (Upload upload = new Upload(target(), headers(known), file);
                Tally tally = new Tally(errors, show)) {
            ProgressLine progress = new ProgressLine(spec.commandLine().getErr(), upload, tally, json);
            upload.start();
            progress.follow(() -> upload.readLines(tally::line));
            tally.complete(json).forEach(out::println);
            return tally.exitCode();
        } catch (IOException e) {
            throw ImportException.failed(String.valueOf(e.getMessage()));
        }
    }

    private URI target() {
        List<String> query = new ArrayList<>();
        if (portfolio != null) {
            query.add("portfolio=" + URLEncoder.encode(portfolio, StandardCharsets.UTF_8));
        }
        if (user != null) {
            query.add("user_id=" + URLEncoder.encode(user, StandardCharsets.UTF_8));
        }
        String path = "api/v1/trade/bulk/" + (query.isEmpty() ? "" : "?" + String.join("&", query));
        try {
            URI target = URI.create(url.endsWith("/") ? url : url + "/").resolve(path);
            if (target.getHost() != null && String.valueOf(target.getScheme()).matches("https?")) {
                return target;
            }
        } catch (IllegalArgumentException _) {
            // It is said below.
        }
        throw ImportException.wrongUsage("'" + url + "' is no URL such as http://127.0.0.1:8080");
    }

    private Map<String, String> headers(FileFormat known) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", known.mediaType());
        if (key != null) {
            if (!key.matches("[!-~]{1,255}")) {
                throw ImportException.wrongUsage("--key is 1 to 255 visible ASCII characters");
            }
            headers.put("Idempotency-Key", key);
        }
        return headers;
    }
}
