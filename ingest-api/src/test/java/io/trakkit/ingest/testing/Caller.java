package io.trakkit.ingest.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Calls the service over HTTP as a broker would. */
public final class Caller {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String base;

    public Caller(int port) {
        base = "http://127.0.0.1:" + port;
    }

    public Answer post(String path, String json, String... headers) {
        return call("POST", path, json, headers);
    }

    public Answer patch(String path, String json, String... headers) {
        return call("PATCH", path, json, headers);
    }

    public Answer put(String path, String json, String... headers) {
        return call("PUT", path, json, headers);
    }

    public Answer get(String path) {
        return send(request("GET", path, BodyPublishers.noBody()).build());
    }

    /** @param headers names and values in turn */
    public Answer call(String method, String path, String json, String... headers) {
        return send(withJson(method, path, json, headers));
    }

    public CompletableFuture<Answer> later(String method, String path, String json, String... headers) {
        return CLIENT.sendAsync(withJson(method, path, json, headers), BodyHandlers.ofString())
                .thenApply(Answer::new);
    }

    public HttpRequest.Builder request(String method, String path, BodyPublisher body) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(60))
                .method(method, body);
    }

    public Answer send(HttpRequest request) {
        try {
            return new Answer(CLIENT.send(request, BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest withJson(String method, String path, String json, String... headers) {
        HttpRequest.Builder request = request(method, path, BodyPublishers.ofString(json));
        request.header("Content-Type", "application/json");
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request.build();
    }
}
