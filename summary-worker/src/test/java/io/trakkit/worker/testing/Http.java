package io.trakkit.worker.testing;

import io.trakkit.wire.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;

/** Requests to a worker as a test writes them down, and their answers. */
public final class Http {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI address;

    public Http(RunningWorker worker) {
        this.address = URI.create("http://127.0.0.1:" + worker.port());
    }

    /** A status and a body of JSON. */
    public record Answer(int status, JsonNode body) {

        public String detail() {
            return body.path("detail").asString();
        }
    }

    public URI address() {
        return address;
    }

    public Answer get(String path) {
        return exchange(HttpRequest.newBuilder(address.resolve(path)).GET());
    }

    public Answer post(String path, String body) {
        return exchange(HttpRequest.newBuilder(address.resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static Answer exchange(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), Json.strict().readTree(response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
