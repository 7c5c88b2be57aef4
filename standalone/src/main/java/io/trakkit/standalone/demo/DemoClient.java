package io.trakkit.standalone.demo;

import io.trakkit.wire.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/** A client of the HTTP API. */
final class DemoClient implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int UNAVAILABLE = 503;
    private static final int ATTEMPTS = 10;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI address;

    DemoClient(URI address) {
        this.address = address;
    }

    /** A status and a JSON body. */
    record Answer(int status, JsonNode body) {

        /** An exception that shows the person an unexpected answer. */
        DemoException unexpected(String question) {
            return new DemoException("%s: the answer was %d: %s".formatted(question, status, body));
        }
    }

    Answer get(String path) {
        return exchange(request(path).GET());
    }

    /** @param headers names and values, alternating */
    Answer send(String method, String path, JsonNode body, String... headers) {
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body.toString()));
        return exchange(headers.length == 0 ? request : request.headers(headers));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve("/api/v1/" + path)).timeout(TIMEOUT);
    }

    /** Retries after a 503 at the time that it gives. A repeat of any request of the demonstration has no effect. */
    private Answer exchange(HttpRequest.Builder builder) {
        HttpRequest request = builder.build();
        try {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            for (int attempt = 2; response.statusCode() == UNAVAILABLE && attempt <= ATTEMPTS; attempt++) {
                LockSupport.parkNanos(Duration.ofSeconds(response.headers()
                                .firstValueAsLong("Retry-After")
                                .orElse(1))
                        .toNanos());
                response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            }
            return new Answer(response.statusCode(), Json.strict().readTree(response.body()));
        } catch (IOException e) {
            throw new DemoException("No answer to %s %s: %s".formatted(request.method(), request.uri(), e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoException("Interrupted", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
