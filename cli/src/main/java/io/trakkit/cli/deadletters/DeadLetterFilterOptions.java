package io.trakkit.cli.deadletters;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The filter of dead letters. The worker checks the values. */
final class DeadLetterFilterOptions {

    @Option(
            names = "--reason",
            paramLabel = "REASON",
            description = "dead letters with this reason, such as unknown_portfolio")
    private @Nullable String reason;

    @Option(names = "--portfolio", paramLabel = "ID", description = "dead letters about this portfolio")
    private @Nullable String portfolio;

    @Option(names = "--ticker", paramLabel = "TICKER", description = "dead letters about this ticker")
    private @Nullable String ticker;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "records logged at this time or later, such as 2026-11-01T12:00:00Z")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "records logged at this time or earlier")
    private @Nullable String to;

    @Option(names = "--client", paramLabel = "CLIENT", description = "dead letters of this client (default: of all)")
    private @Nullable String client;

    /** The values by their names in the API. */
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
