package io.trakkit.cli.imports;

import io.trakkit.cli.http.Server;
import io.trakkit.cli.program.CommandException;
import io.trakkit.wire.json.Json;
import io.trakkit.wire.json.MalformedJsonException;
import io.trakkit.wire.json.Printable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.node.ObjectNode;

/**
 * Posts slices of a file and waits for the outcomes. If a post fails, it posts the slice again, for a limited time. This is safe:
 * records that the server has accepted are repeats then. For several threads.
 */
final class BulkClient implements AutoCloseable {

    /** The server waits at most 30 s for outcomes, and some seconds for Kafka. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(3);

    private static final String PATH = "api/v1/trade/bulk/";
    private static final int OK = 200;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int FIRST_SERVER_ERROR = 500;
    private static final int MAX_RETRY_SECONDS = 30;
    private static final int MAX_ERROR_BODY = 64 * 1024;

    private final Server server;
    private final Map<String, String> parameters;
    private final Optional<String> key;
    private final Duration patience;
    private final AtomicInteger mostAtOnce = new AtomicInteger(Integer.MAX_VALUE);
    private final AtomicInteger open = new AtomicInteger();
    private volatile boolean connected;

    /**
     * @param parameters the defaults of the records, in the query
     * @param key an Idempotency-Key
     * @param patience how long to retry a slice before the import fails
     */
    BulkClient(Server server, Map<String, String> parameters, Optional<String> key, Duration patience) {
        this.server = server;
        this.parameters = parameters;
        this.key = key;
        this.patience = patience;
    }

    /** The slice must be posted again, for the reason in the message. */
    private static final class RetryException extends Exception {

        private static final long serialVersionUID = 1L;

        private final int seconds;

        private RetryException(String message, int seconds) {
            super(message);
            this.seconds = seconds;
        }
    }

    /**
     * Posts a slice as JSON lines.
     *
     * @param firstLine the number of its first line in the file
     * @param wait how many seconds the server may wait for outcomes
     * @return a result per record
     * @throws CommandException if it cannot be posted in time, or the server refuses the request
     */
    List<ObjectNode> post(long firstLine, byte[] slice, long wait) {
        long startedAt = System.nanoTime();
        while (true) {
            try {
                return counted(request(firstLine, slice, wait));
            } catch (RetryException e) {
                if (System.nanoTime() - startedAt > patience.toNanos()) {
                    throw CommandException.failed(
                            e.getMessage() + ". The import is incomplete; it is safe to import the file again");
                }
                pause(e.seconds);
            }
        }
    }

    private List<ObjectNode> counted(HttpRequest request) throws RetryException {
        open.incrementAndGet();
        try {
            return send(request);
        } finally {
            open.decrementAndGet();
        }
    }

    /** How many posts the server takes at the same time, as far as it has said. */
    int mostAtOnce() {
        return mostAtOnce.get();
    }

    private HttpRequest request(long firstLine, byte[] slice, long wait) {
        HttpRequest.Builder request = server.request(PATH, parameters)
                .timeout(ANSWER_TIMEOUT)
                .header("Content-Type", "application/x-ndjson")
                .header("Trakkit-First-Line", Long.toString(firstLine))
                .header("Prefer", "wait=" + wait)
                .POST(BodyPublishers.ofByteArray(slice));
        key.ifPresent(value -> request.header("Idempotency-Key", value));
        return request.build();
    }

    private List<ObjectNode> send(HttpRequest request) throws RetryException {
        try {
            HttpResponse<InputStream> response = server.client().send(request, BodyHandlers.ofInputStream());
            connected = true;
            try (InputStream body = response.body()) {
                if (response.statusCode() != OK) {
                    throw refused(response, body);
                }
                return results(body);
            }
        } catch (ConnectException e) {
            if (!connected) {
                throw server.nothingAnswers();
            }
            throw new RetryException("The connection was lost", 1);
        } catch (IOException e) {
            throw new RetryException("The connection was lost (" + e.getMessage() + ")", 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandException.failed("The import was interrupted");
        }
    }

    /** @throws RetryException if the server did not accept the whole slice */
    private static List<ObjectNode> results(InputStream body) throws IOException, RetryException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        List<ObjectNode> results = new ArrayList<>();
        String line;
        while ((line = lines.readLine()) != null) {
            results.add(parsed(line));
        }
        ObjectNode counts = results.isEmpty() ? null : results.removeLast();
        if (counts == null || !counts.has("complete")) {
            throw new RetryException("The answer broke off", 1);
        }
        if (!counts.path("complete").asBoolean(false)
                || counts.path("unavailable").asLong(0) > 0) {
            String why = results.isEmpty()
                    ? "The server did not accept the whole slice"
                    : results.getLast().path("errors").path(0).path("detail").asString("");
            throw new RetryException(why, 1);
        }
        return results;
    }

    private static ObjectNode parsed(String line) {
        try {
            return Json.object(line.getBytes(StandardCharsets.UTF_8));
        } catch (MalformedJsonException e) {
            throw CommandException.failed("Not an answer of trakkit: " + Printable.of(line));
        }
    }

    private CommandException refused(HttpResponse<?> response, InputStream body) throws IOException, RetryException {
        int status = response.statusCode();
        String detail;
        try {
            detail = server.explain(response, Json.object(body.readNBytes(MAX_ERROR_BODY)));
        } catch (MalformedJsonException e) {
            detail = "The server answered " + status + " without JSON. Is it trakkit?";
        }
        if (status == TOO_MANY_REQUESTS) {
            mostAtOnce.set(Math.max(1, open.get() - 1));
        }
        if (status == TOO_MANY_REQUESTS || status >= FIRST_SERVER_ERROR) {
            String seconds = response.headers().firstValue("Retry-After").orElse("1");
            throw new RetryException(
                    detail, seconds.matches("[0-9]{1,4}") ? Math.min(MAX_RETRY_SECONDS, Integer.parseInt(seconds)) : 1);
        }
        return CommandException.failed(detail);
    }

    private static void pause(int seconds) {
        try {
            TimeUnit.SECONDS.sleep(seconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandException.failed("The import was interrupted");
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
