package io.trakkit.faults.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;

/** A client that takes what comes: an answer, or none. */
public final class Http {

    /** The status where none came: refused, broken or too late. */
    public static final int NO_ANSWER = 0;

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    private static final HttpHeaders NO_HEADERS = HttpHeaders.of(Map.of(), (_, _) -> true);

    private Http() {}

    /**
     * What came.
     *
     * @param body the reason where no answer came
     */
    public record Answer(int status, HttpHeaders headers, String body) {

        /** Status and body in one line. */
        public String inShort() {
            String line = body.replace('\n', ' ');
            return status + " " + (line.length() > 300 ? line.substring(0, 300) + "…" : line);
        }
    }

    public static Answer get(URI uri, Duration limit) {
        return send(HttpRequest.newBuilder(uri).timeout(limit).build());
    }

    /** Sends JSON. */
    public static Answer send(String method, URI uri, String json, Map<String, String> headers, Duration limit) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(limit)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(json));
        headers.forEach(request::header);
        return send(request.build());
    }

    private static Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            return new Answer(NO_ANSWER, NO_HEADERS, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(NO_ANSWER, NO_HEADERS, e.toString());
        }
    }
}
