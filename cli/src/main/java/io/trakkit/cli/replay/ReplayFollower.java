package io.trakkit.cli.replay;

import io.trakkit.cli.http.OpsClient;
import io.trakkit.cli.program.CommandException;
import io.trakkit.cli.program.ExitCode;
import io.trakkit.cli.program.Terminal;
import io.trakkit.cli.program.TerminalText;
import io.trakkit.cli.program.TextTable;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** Shows the progress of a replay until it ends, and its report. */
final class ReplayFollower {

    static final String PATH = "ops/replay/";

    private static final Duration POLL_INTERVAL = Duration.ofMillis(500);
    private static final int LINE_EVERY = 10;
    private static final int MAX_FAILURES = 120;

    private final OpsClient client;
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean json;
    private final Terminal terminal;

    ReplayFollower(OpsClient client, CommandLine command, boolean json) {
        this.client = client;
        this.out = command.getOut();
        this.err = command.getErr();
        this.json = json;
        this.terminal = new Terminal(err);
    }

    /** Waits for the end of a replay and prints it; returns its exit code. */
    int follow(JsonNode begun) {
        long id = begun.get("id").asLong();
        JsonNode replay = begun;
        int polls = 0;
        while (replay.path("state").asString("running").equals("running")) {
            if (polls > 0) {
                pause();
            }
            replay = poll(id);
            progress(id, replay.path("progress"), ++polls);
        }
        if (polls > 0) {
            terminal.clear();
        }
        return ended(replay);
    }

    /** The worker may be away for a while. When it is back, it shows the replay as interrupted. */
    private JsonNode poll(long id) {
        for (int failures = 1; ; failures++) {
            try {
                return client.get(PATH + id + "/", Map.of());
            } catch (CommandException e) {
                if (failures == MAX_FAILURES) {
                    throw e;
                }
                if (failures == 1) {
                    err.println("trakkit: " + e.getMessage() + "; waiting for the worker");
                }
                pause();
            }
        }
    }

    private void progress(long id, JsonNode progress, int polls) {
        if (json || !progress.has("phase")) {
            return;
        }
        if (terminal.replaces() || polls % LINE_EVERY == 0) {
            terminal.show(text(id, progress));
        }
    }

    private static String text(long id, JsonNode progress) {
        StringBuilder text =
                new StringBuilder("replay " + id + ": " + progress.path("phase").asString());
        if (progress.path("read").asLong() > 0) {
            text.append(", ").append("%,d".formatted(progress.path("read").asLong()));
            if (progress.path("of").asLong() > 0) {
                text.append(" of ").append("%,d".formatted(progress.path("of").asLong()));
            }
            text.append(", ")
                    .append("%,d".formatted(progress.path("records_per_second").asLong()))
                    .append("/s");
        }
        if (progress.path("seconds_left").isNumber()) {
            text.append(", ").append(progress.path("seconds_left").asLong()).append(" s left");
        }
        return text.toString();
    }

    private int ended(JsonNode replay) {
        JsonNode report = replay.path("report");
        if (json) {
            out.println(replay);
        } else if (replay.path("state").asString("").equals("interrupted")) {
            out.println(
                    "Interrupted: the worker that ran it is gone. Run the same command again to continue a rebuild.");
        } else {
            out.println(TerminalText.line(report.path("summary").asString("")));
            ReplayReports.details(report).forEach(out::println);
        }
        return report.path("exit").asInt(ExitCode.FAILED);
    }

    /** Prints the read models and the latest replays. */
    int list(JsonNode answer) {
        if (json) {
            out.println(answer);
            return ExitCode.DONE;
        }
        answer.path("generations")
                .forEach(generation -> out.println(
                        "generation " + generation.path("generation").asInt() + ": "
                                + generation.path("state").asString() + ", fold version "
                                + generation.path("fold_version").asInt()));
        List<List<String>> rows = answer.path("replays")
                .valueStream()
                .map(replay -> Stream.of("id", "command", "requested_by", "started_at", "state")
                        .map(name -> TerminalText.line(replay.path(name).asString()))
                        .toList())
                .toList();
        if (!rows.isEmpty()) {
            out.println();
            new TextTable(List.of("id", "command", "by", "started", "state"), rows, false)
                    .lines()
                    .forEach(out::println);
        }
        return ExitCode.DONE;
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_INTERVAL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandException.failed("Interrupted; the replay continues in the worker", e);
        }
    }
}
