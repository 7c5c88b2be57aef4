package io.trakkit.cli.http;

import io.trakkit.cli.program.CommandException;
import io.trakkit.cli.program.TerminalText;
import io.trakkit.wire.json.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Calls the operators' API. An error of the server ends the command. */
public final class OpsClient implements AutoCloseable {

    private static final String API = "api/v1/ops/";

    /** A decision can be about very many dead letters. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(3);

    private static final int FIRST_NOT_SUCCESSFUL = 300;
    private static final int BAD_REQUEST = 400;

    private final Server server;

    OpsClient(Server server) {
        this.server = server;
    }

    /** @param path below {@code /api/v1/ops/} */
    public JsonNode get(String path, Map<String, String> query) {
        return exchange(request(server.address(API + path, query)).GET().build());
    }

    /** @param path below {@code /api/v1/ops/} */
    public JsonNode post(String path, JsonNode body) {
        return exchange(request(server.address(API + path, Map.of()))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
    }

    private static HttpRequest.Builder request(URI address) {
        return HttpRequest.newBuilder(address).timeout(ANSWER_TIMEOUT);
    }

    private JsonNode exchange(HttpRequest request) {
        try {
            HttpResponse<byte[]> response = server.client().send(request, HttpResponse.BodyHandlers.ofByteArray());
            JsonNode body = json(request, response);
            if (response.statusCode() >= FIRST_NOT_SUCCESSFUL) {
                throw problem(response.statusCode(), body);
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
    private static CommandException problem(int status, JsonNode problem) {
        String detail = TerminalText.line(problem.path("detail").asString("The status is " + status));
        return status == BAD_REQUEST ? CommandException.wrongUsage(detail) : CommandException.failed(detail);
    }

    @Override
    public void close() {
        server.close();
    }
}
