package io.trakkit.worker.projection;

import static io.trakkit.testing.Waiting.patiently;

import io.trakkit.wire.json.Json;
import io.trakkit.worker.testing.RunningWorker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import tools.jackson.databind.JsonNode;

/** Asks a worker for replays, as operators do. */
final class Operators {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final URI face;

    Operators(RunningWorker worker) {
        this(worker.port());
    }

    Operators(int port) {
        face = URI.create("http://localhost:" + port + "/api/v1/ops/replay/");
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
        HttpResponse<String> answer = patiently().until(() -> post("", body), given -> given.statusCode() != 503);
        if (answer.statusCode() != 202) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
        return json(answer).get("id").asLong();
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
        return json(send(HttpRequest.newBuilder(face.resolve(id + "/")).build()));
    }

    HttpResponse<String> post(String path, String body) {
        return send(HttpRequest.newBuilder(face.resolve(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return Json.strict().readTree(answer.body());
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
