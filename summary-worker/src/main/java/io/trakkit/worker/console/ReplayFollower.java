package io.trakkit.worker.console;

import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** Shows how far a replay has come until it ends, and what it came to. */
final class ReplayFollower {

    static final String PATH = "replay/";

    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final int LINE_EVERY = 10;
    private static final int FAILURES_IN_A_ROW = 120;

    private final OpsClient client;
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean json;
    private final boolean terminal =
            Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);

    ReplayFollower(OpsClient client, CommandLine command, boolean json) {
        this.client = client;
        this.out = command.getOut();
        this.err = command.getErr();
        this.json = json;
    }

    /** Waits for the end of a replay and prints it; returns its exit code. */
    int follow(JsonNode begun) {
        long id = begun.get("id").asLong();
        JsonNode replay = begun;
        int looks = 0;
        while (replay.path("state").asString("running").equals("running")) {
            if (looks > 0) {
                pause();
            }
            replay = look(id);
            progress(id, replay.path("progress"), ++looks);
        }
        if (terminal && looks > 0) {
            err.print("\r\u001b[K");
            err.flush();
        }
        return ended(replay);
    }

    /** The worker may be gone for a while; the replay then shows as interrupted when it is back. */
    private JsonNode look(long id) {
        for (int failures = 1; ; failures++) {
            try {
                return client.get(PATH + id + "/", Map.of());
            } catch (OpsException e) {
                if (failures == FAILURES_IN_A_ROW) {
                    throw e;
                }
                if (failures == 1) {
                    err.println("trakkit: " + e.getMessage() + "; waiting for it");
                }
                pause();
            }
        }
    }

    private void progress(long id, JsonNode progress, int looks) {
        if (json || !progress.has("phase")) {
            return;
        }
        if (terminal) {
            err.print("\r\u001b[K" + words(id, progress));
            err.flush();
        } else if (looks % LINE_EVERY == 0) {
            err.println(words(id, progress));
        }
    }

    private static String words(long id, JsonNode progress) {
        StringBuilder words =
                new StringBuilder("replay " + id + ": " + progress.path("phase").asString());
        if (progress.path("read").asLong() > 0) {
            words.append(", ").append("%,d".formatted(progress.path("read").asLong()));
            if (progress.path("of").asLong() > 0) {
                words.append(" of ").append("%,d".formatted(progress.path("of").asLong()));
            }
            words.append(", ")
                    .append("%,d".formatted(progress.path("records_per_second").asLong()))
                    .append("/s");
        }
        if (progress.path("seconds_left").isNumber()) {
            words.append(", ").append(progress.path("seconds_left").asLong()).append(" s left");
        }
        return words.toString();
    }

    private int ended(JsonNode replay) {
        JsonNode report = replay.path("report");
        if (json) {
            out.println(replay);
        } else if (replay.path("state").asString("").equals("interrupted")) {
            out.println(
                    "Interrupted: the worker that ran it is gone. Run the same command again to continue a rebuild.");
        } else {
            out.println(PrintableText.line(report.path("summary").asString("")));
            ReplayReports.details(report).forEach(out::println);
        }
        return report.path("exit").asInt(Operator.FAILED);
    }

    /** Prints the read models and the latest replays. */
    int list(JsonNode answer) {
        if (json) {
            out.println(answer);
            return Operator.DONE;
        }
        answer.path("generations")
                .forEach(generation -> out.println(
                        "generation " + generation.path("generation").asInt() + ": "
                                + generation.path("state").asString() + ", fold version "
                                + generation.path("fold_version").asInt()));
        List<List<String>> rows = answer.path("replays")
                .valueStream()
                .map(replay -> Stream.of("id", "command", "requested_by", "started_at", "state")
                        .map(name -> PrintableText.line(replay.path(name).asString()))
                        .toList())
                .toList();
        if (!rows.isEmpty()) {
            out.println();
            PrintableText.table(List.of("id", "command", "by", "started", "state"), rows)
                    .forEach(out::println);
        }
        return Operator.DONE;
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_EVERY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw OpsException.failed("interrupted; the replay continues in the worker", e);
        }
    }
}
