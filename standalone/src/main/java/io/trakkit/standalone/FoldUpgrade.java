package io.trakkit.standalone;

import io.trakkit.domain.position.Fold;
import io.trakkit.wire.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Rebuilds a read model that a former version of the fold has made, as {@code ./trakkit replay rebuild} does. With several
 * workers an operator decides when; in one process there is no worker of the former version that could continue until then.
 */
final class FoldUpgrade {

    private static final Logger LOG = LoggerFactory.getLogger(FoldUpgrade.class);

    private static final String REPLAYS = "/api/v1/ops/replay/";
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int ACCEPTED = 202;
    private static final int UNAUTHENTICATED = 401;

    private final HttpClient client;
    private final URI address;

    FoldUpgrade(HttpClient client, URI address) {
        this.client = client;
        this.address = address;
    }

    /**
     * Whether the worker waits because the live read model has another version of the fold.
     *
     * @param down the components that are not up, with their details
     */
    static boolean standsBy(Map<String, Map<String, Object>> down) {
        return down.getOrDefault("workerLog", Map.of()).containsKey("stands_by");
    }

    /**
     * Rebuilds the read model if its version is a former one. A newer one is left alone: it needs a newer trakkit.
     *
     * @param checkpoint runs between two polls; an exception from it ends the wait, and the next start continues
     * @return whether a new read model is live now
     * @throws StartException if the read model cannot be rebuilt
     */
    boolean rebuild(Runnable checkpoint) throws IOException, InterruptedException {
        int live = 0;
        boolean isRoom = true;
        for (JsonNode generation : get(REPLAYS).path("generations")) {
            int version = generation.path("fold_version").asInt(0);
            switch (generation.path("state").asString("")) {
                case "live" -> live = version;
                case "former" -> isRoom = false;
                case "building" -> isRoom &= version == Fold.VERSION;
                default -> {
                    // The next replay deletes the generation of an interrupted comparison.
                }
            }
        }
        if (live > Fold.VERSION) {
            throw new StartException("The read model was made by fold version " + live + ", and this trakkit has"
                    + " fold version " + Fold.VERSION + ": start a newer trakkit");
        }
        if (live == 0 || live == Fold.VERSION) {
            return false;
        }
        // Only one generation can exist beside the live one: that of an earlier rebuild is discarded first.
        return (isRoom || ran("discard", live, checkpoint)) && ran("rebuild", live, checkpoint);
    }

    private boolean ran(String command, int live, Runnable checkpoint) throws IOException, InterruptedException {
        String body = "{\"command\": \"" + command + "\", \"requested_by\": \"trakkit up\"}";
        HttpResponse<byte[]> started = client.send(
                request(REPLAYS)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (started.statusCode() != ACCEPTED) {
            // Kafka or PostgreSQL is not ready yet, or the replay of an interrupted start has not ended.
            return false;
        }
        LOG.info(
                "The read model was made by fold version {}, and this trakkit has fold version {}: runs 'replay {}'",
                live,
                Fold.VERSION,
                command);
        JsonNode report = ended(Json.object(started.body()).required("id").asString(), checkpoint)
                .required("report");
        String summary = report.path("summary").asString("");
        if (report.path("exit").asInt(1) != 0) {
            throw new StartException("The read model was made by fold version " + live + " and cannot be rebuilt with"
                    + " version " + Fold.VERSION + ": " + summary);
        }
        LOG.info("{}", summary);
        return true;
    }

    private JsonNode ended(String id, Runnable checkpoint) throws IOException, InterruptedException {
        while (true) {
            JsonNode replay = get(REPLAYS + id + "/");
            if (!replay.path("state").asString("").equals("running") && replay.hasNonNull("report")) {
                return replay;
            }
            checkpoint.run();
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = client.send(request(path).build(), HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() == UNAUTHENTICATED) {
            throw new StartException("The read model was made by another fold version and must be rebuilt: start once"
                    + " without --auth, which rebuilds it");
        }
        return Json.object(answer.body());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path)).timeout(TIMEOUT);
    }
}
