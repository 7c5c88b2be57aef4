package io.trakkit.cli.admin;

import io.trakkit.cli.http.OpsClient;
import io.trakkit.cli.http.OpsOptions;
import io.trakkit.cli.program.ExitCode;
import io.trakkit.cli.program.TerminalText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code audit}: shows who did what. */
@Command(
        name = "audit",
        description = {
            "Show who did what, the newest first: the calls of administrators, the writes of operators, sessions, and"
                    + " requests in which a key of the platform acted for a client.",
            "",
            "It needs a key of the platform with the scope admin."
        },
        exitCodeList = {"0:done", "1:failed or refused", "2:wrong usage"})
public final class AuditCommand implements Callable<Integer> {

    private static final String PATH = "admin/audit/";
    private static final int DETAIL_WIDTH = 60;
    private static final List<String> HEADER =
            List.of("AT", "KEY", "CLIENT", "ADDRESS", "ACTION", "SUBJECT", "OUTCOME", "WRITTEN BY", "DETAIL");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private OpsOptions options = new OpsOptions();

    @Option(names = "--client", paramLabel = "ID", description = "what concerned this client")
    private @Nullable String client;

    @Option(names = "--key", paramLabel = "ID", description = "what was done with this key: its id, as listed")
    private @Nullable String key;

    @Mixin
    private ListLimit limit = new ListLimit();

    @Override
    public Integer call() {
        Map<String, String> filter = new LinkedHashMap<>();
        if (client != null) {
            filter.put("client", client);
        }
        if (key != null) {
            filter.put("key", key);
        }
        try (OpsClient admin = options.connect()) {
            Listing.fetch(admin, PATH, filter, "before", limit.value())
                    .print(
                            spec.commandLine().getOut(),
                            options.json(),
                            HEADER,
                            entry -> List.of(
                                    Listing.time(entry, "at"),
                                    Listing.text(entry, "key"),
                                    Listing.text(entry, "client"),
                                    Listing.text(entry, "address"),
                                    Listing.text(entry, "action"),
                                    Listing.text(entry, "subject"),
                                    Listing.text(entry, "outcome"),
                                    Listing.text(entry, "written_by"),
                                    TerminalText.cut(Listing.text(entry, "detail"), DETAIL_WIDTH)),
                            "Nothing found.");
        }
        return ExitCode.DONE;
    }
}
