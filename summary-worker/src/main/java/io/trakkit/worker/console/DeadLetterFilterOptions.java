package io.trakkit.worker.console;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which dead letters are meant. What makes sense is for the worker to say. */
final class DeadLetterFilterOptions {

    @Option(names = "--reason", paramLabel = "REASON", description = "those of this reason, as in unknown_portfolio")
    private @Nullable String reason;

    @Option(names = "--portfolio", paramLabel = "ID", description = "those about this portfolio")
    private @Nullable String portfolio;

    @Option(names = "--ticker", paramLabel = "TICKER", description = "those about this ticker")
    private @Nullable String ticker;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "those whose records are of then or later, as in 2026-11-01T12:00:00Z")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "those whose records are of then or earlier")
    private @Nullable String to;

    @Option(names = "--client", paramLabel = "CLIENT", description = "those of this client (default: default)")
    private @Nullable String client;

    /** The values by the names that the wire has for them. */
    Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        put(values, "reason", reason);
        put(values, "portfolio_id", portfolio);
        put(values, "ticker", ticker);
        put(values, "from", from);
        put(values, "to", to);
        put(values, "client_id", client);
        return values;
    }

    private static void put(Map<String, String> values, String name, @Nullable String value) {
        if (value != null) {
            values.put(name, value);
        }
    }
}
