package io.trakkit.cli.http;

import io.trakkit.cli.program.CommandException;
import io.trakkit.wire.json.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Calls the API of operators and administrators. An error of the server ends the command. */
public final class OpsClient implements AutoCloseable {

    private static final String API = "api/v1/";

    /** A decision can be about very many dead letters. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(3);

    private static final int FIRST_NOT_SUCCESSFUL = 300;
    private static final int BAD_REQUEST = 400;

    private final Server server;

    OpsClient(Server server) {
        this.server = server;
    }

    /** @param path below {@code /api/v1/} */
    public JsonNode get(String path, Map<String, String> query) {
        return exchange(server.request(API + path, query).GET());
    }

    /** @param path below {@code /api/v1/} */
    public JsonNode post(String path, JsonNode body) {
        return send("POST", path, body);
    }

    /** @param path below {@code /api/v1/} */
    public JsonNode patch(String path, JsonNode body) {
        return send("PATCH", path, body);
    }

    private JsonNode send(String method, String path, JsonNode body) {
        return exchange(server.request(API + path, Map.of())
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    private JsonNode exchange(HttpRequest.Builder builder) {
        HttpRequest request = builder.timeout(ANSWER_TIMEOUT).build();
        try {
            HttpResponse<byte[]> response = server.client().send(request, HttpResponse.BodyHandlers.ofByteArray());
            JsonNode body = json(request, response);
            if (response.statusCode() >= FIRST_NOT_SUCCESSFUL) {
                throw problem(response, body);
            }
            return body;
        } catch (ConnectException e) {
            throw server.nothingAnswers();
        } catch (IOException e) {
            throw CommandException.failed("No answer to " + request.uri() + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandException.failed("Interrupted", e);
        }
    }

    private static JsonNode json(HttpRequest request, HttpResponse<byte[]> response) {
        try {
            return Json.strict().readTree(response.body());
        } catch (JacksonException e) {
            throw CommandException.failed(
                    request.uri() + " answered " + response.statusCode() + " without JSON. Is it trakkit?", e);
        }
    }

    /** A bad request comes from the arguments of the command. */
    private CommandException problem(HttpResponse<?> response, JsonNode problem) {
        String message = server.explain(response, problem);
        return response.statusCode() == BAD_REQUEST
                ? CommandException.wrongUsage(message)
                : CommandException.failed(message);
    }

    @Override
    public void close() {
        server.close();
    }
}
