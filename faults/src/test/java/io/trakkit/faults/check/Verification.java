package io.trakkit.faults.check;

import io.trakkit.faults.load.Http;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a worker for {@code replay verify}, as an operator does. */
public final class Verification {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(250);

    private Verification() {}

    /** What came of it: nothing but the summary line if there is no drift. */
    public record Result(boolean clean, String summary) {}

    /** Empty where the worker has no such command. */
    public static Optional<Result> run(URI worker, Duration atMost) {
        URI replays = worker.resolve("/api/v1/ops/replay/");
        Http.Answer answer = Http.send("POST", replays, "{\"command\": \"verify\"}", Map.of(), LIMIT);
        if (answer.status() == 404 || answer.status() == 405) {
            return Optional.empty();
        }
        if (answer.status() != 202) {
            return Optional.of(new Result(false, "POST replay verify was answered " + answer.inShort()));
        }
        URI replay = replays.resolve(
                json(answer).path("id").asString(json(answer).path("id").toString()) + "/");
        long deadline = System.nanoTime() + atMost.toNanos();
        Http.Answer last = Http.get(replay, LIMIT);
        while (json(last).path("state").asString("").equals("running") && System.nanoTime() < deadline) {
            LockSupport.parkNanos(PAUSE.toNanos());
            last = Http.get(replay, LIMIT);
        }
        JsonNode report = json(last).path("report");
        boolean clean = json(last).path("state").asString("").equals("done")
                && report.path("exit").asInt(-1) == 0;
        return Optional.of(new Result(clean, clean ? report.path("summary").asString("") : last.inShort()));
    }

    private static JsonNode json(Http.Answer answer) {
        return answer.status() == 200 || answer.status() == 202
                ? JsonMapper.shared().readTree(answer.body())
                : JsonMapper.shared().missingNode();
    }
}
