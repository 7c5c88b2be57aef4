package io.trakkit.worker.projection;

import static io.trakkit.testing.Waiting.patiently;

import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import io.trakkit.worker.testing.RunningWorker;
import tools.jackson.databind.JsonNode;

/** Asks a worker for replays, as operators do. */
final class Operators {

    private static final String REPLAYS = "/api/v1/ops/replay/";

    private final Http http;

    Operators(RunningWorker worker) {
        this(worker.port());
    }

    Operators(int port) {
        http = new Http(port);
    }

    /** Settings with which a worker serves HTTP, and by which its sessions can be told. */
    static String[] httpSettings() {
        return new String[] {
            "spring.main.web-application-type=servlet",
            "server.port=0",
            "trakkit.replay.switch-patience=500ms",
            "trakkit.replay.switch-at-most=2m",
            "spring.datasource.hikari.data-source-properties.ApplicationName=the worker"
        };
    }

    /** Has something replayed and waits for what it comes to. */
    JsonNode report(String body) {
        return ended(started(body)).get("report");
    }

    /** Has something replayed, and comes again where the database was just away; its number. */
    long started(String body) {
        HttpAnswer answer = patiently().until(() -> post("", body), given -> given.status() != 503);
        if (answer.status() != 202) {
            throw new IllegalStateException(answer.toString());
        }
        return answer.json().get("id").asLong();
    }

    /** Waits until a replay has ended. */
    JsonNode ended(long id) {
        return patiently()
                .until(
                        () -> get(id),
                        replay -> replay.has("report")
                                && !replay.path("state").asString("").equals("running"));
    }

    JsonNode get(long id) {
        return http.get(REPLAYS + id + "/").json();
    }

    HttpAnswer post(String path, String body) {
        return http.post(REPLAYS + path, body);
    }
}
