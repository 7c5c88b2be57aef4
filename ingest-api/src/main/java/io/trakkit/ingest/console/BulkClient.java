package io.trakkit.ingest.console;

import io.trakkit.wire.json.Json;
import io.trakkit.wire.json.MalformedJsonException;
import io.trakkit.wire.json.Printable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.node.ObjectNode;

/**
 * Posts slices of a file, one after the other, and waits for the verdicts. A slice that could not be posted is posted again
 * for a while, which is safe: what was taken is a repeat by then.
 */
final class BulkClient implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** The server waits at most 30 s for verdicts, and a few more for Kafka. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(3);

    private static final int OK = 200;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int FIRST_SERVER_ERROR = 500;
    private static final int MAX_RETRY_SECONDS = 30;
    private static final int MAX_ERROR_BODY = 64 * 1024;

    private final URI target;
    private final Optional<String> key;
    private final Duration patience;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
    private boolean connected;

    /**
     * @param target where bulk requests go
     * @param key an Idempotency-Key
     * @param patience how long a slice is posted again before the import gives up
     */
    BulkClient(URI target, Optional<String> key, Duration patience) {
        this.target = target;
        this.key = key;
        this.patience = patience;
    }

    /** Why a post must be repeated. */
    private static final class AgainException extends Exception {

        private static final long serialVersionUID = 1L;

        private final int seconds;

        private AgainException(String message, int seconds) {
            super(message);
            this.seconds = seconds;
        }
    }

    /**
     * Posts a slice as JSON lines.
     *
     * @param firstLine the number of its first line in the file
     * @param wait how many seconds the answer may wait for verdicts
     * @return a result per record
     * @throws ImportException if it could not be posted in time, or the server refuses it as a whole
     */
    List<ObjectNode> post(long firstLine, byte[] slice, long wait) {
        long startedAt = System.nanoTime();
        while (true) {
            try {
                return posted(request(firstLine, slice, wait));
            } catch (AgainException e) {
                if (System.nanoTime() - startedAt > patience.toNanos()) {
                    throw ImportException.failed(
                            e.getMessage() + ". The file is not imported to its end; it is safe to import it again");
                }
                pause(e.seconds);
            }
        }
    }

    private HttpRequest request(long firstLine, byte[] slice, long wait) {
        HttpRequest.Builder request = HttpRequest.newBuilder(target)
                .timeout(ANSWER_TIMEOUT)
                .header("Content-Type", "application/x-ndjson")
                .header("Trakkit-First-Line", Long.toString(firstLine))
                .header("Prefer", "wait=" + wait)
                .POST(BodyPublishers.ofByteArray(slice));
        key.ifPresent(value -> request.header("Idempotency-Key", value));
        return request.build();
    }

    private List<ObjectNode> posted(HttpRequest request) throws AgainException {
        try {
            HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
            connected = true;
            try (InputStream body = response.body()) {
                if (response.statusCode() != OK) {
                    throw refused(response, body);
                }
                return results(body);
            }
        } catch (ConnectException e) {
            if (!connected) {
                throw ImportException.failed("Nothing answers at " + target.getScheme() + "://" + target.getAuthority()
                        + ". Is trakkit running there? --url or TRAKKIT_URL says where it is");
            }
            throw new AgainException("The connection was lost", 1);
        } catch (IOException e) {
            throw new AgainException("The connection was lost (" + e.getMessage() + ")", 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ImportException.failed("The import was interrupted");
        }
    }

    /** @throws AgainException if the slice was not taken to its end */
    private static List<ObjectNode> results(InputStream body) throws IOException, AgainException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        List<ObjectNode> results = new ArrayList<>();
        String line;
        while ((line = lines.readLine()) != null) {
            results.add(parsed(line));
        }
        ObjectNode counts = results.isEmpty() ? null : results.removeLast();
        if (counts == null || !counts.has("complete")) {
            throw new AgainException("The answer broke off", 1);
        }
        if (!counts.path("complete").asBoolean(false)
                || counts.path("unavailable").asLong(0) > 0) {
            String why = results.isEmpty()
                    ? "The slice was not taken to its end"
                    : results.getLast().path("errors").path(0).path("detail").asString("");
            throw new AgainException(why, 1);
        }
        return results;
    }

    private static ObjectNode parsed(String line) {
        try {
            return Json.object(line.getBytes(StandardCharsets.UTF_8));
        } catch (MalformedJsonException e) {
            throw ImportException.failed("The answer is not trakkit's: " + Printable.of(line));
        }
    }

    private static ImportException refused(HttpResponse<?> response, InputStream body)
            throws IOException, AgainException {
        int status = response.statusCode();
        String detail;
        try {
            detail = Json.object(body.readNBytes(MAX_ERROR_BODY)).path("detail").asString("The status is " + status);
        } catch (MalformedJsonException e) {
            detail = "The server answered " + status + " without JSON. Is it trakkit?";
        }
        if (status == TOO_MANY_REQUESTS || status >= FIRST_SERVER_ERROR) {
            String seconds = response.headers().firstValue("Retry-After").orElse("1");
            throw new AgainException(
                    detail, seconds.matches("[0-9]{1,4}") ? Math.min(MAX_RETRY_SECONDS, Integer.parseInt(seconds)) : 1);
        }
        return ImportException.failed(Printable.wellFormed(detail));
    }

    private static void pause(int seconds) {
        try {
            TimeUnit.SECONDS.sleep(seconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ImportException.failed("The import was interrupted");
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
