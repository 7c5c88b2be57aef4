package io.trakkit.cli.status;

import io.trakkit.cli.http.OpsClient;
import io.trakkit.cli.http.OpsOptions;
import io.trakkit.cli.program.ExitCode;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code status}: shows the state of everything. */
@Command(
        name = "status",
        description = {
            "Show on one screen whether all is well: the servers, how far the database is behind the log, throughput,"
                    + " dead letters, and the running replay.",
            "",
            "A partition is OK if no record waits for long, WARN if the oldest record that is not applied is older than"
                    + " trakkit.status.warn-after (30 s), and STALLED if records wait and none has been applied for"
                    + " trakkit.status.stalled-after (60 s).",
            "",
            "It needs a key of the platform with the scope ops."
        },
        exitCodeList = {
            "0:all is OK",
            "1:no answer, or the call was refused",
            "2:wrong usage",
            "3:something is WARN, STALLED or DOWN"
        })
public final class StatusCommand implements Callable<Integer> {

    static final String PATH = "ops/status/";

    private static final String OK = "OK";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private OpsOptions options = new OpsOptions();

    @Option(names = "--all", description = "list all partitions, not only those that are behind or not OK")
    private boolean all;

    @Override
    public Integer call() {
        try (OpsClient client = options.connect()) {
            JsonNode status = client.get(PATH, Map.of());
            PrintWriter out = spec.commandLine().getOut();
            if (options.json()) {
                out.println(status);
            } else {
                new StatusScreen(status, all).lines().forEach(out::println);
            }
            return status.path("status").asString("").equals(OK) ? ExitCode.DONE : ExitCode.NOT_OK;
        }
    }
}
