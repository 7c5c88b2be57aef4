package io.trakkit.worker.console;

import io.trakkit.wire.json.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The operators' face, called over HTTP. What it refuses ends the command. */
final class OpsClient implements AutoCloseable {

    private static final Duration CONNECTING = Duration.ofSeconds(10);

    /** A decision may be about very many letters. */
    private static final Duration ANSWERING = Duration.ofMinutes(3);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECTING)
            .build();
    private final URI address;

    /** @throws OpsException if the text is no address */
    OpsClient(String url) {
        try {
            address = URI.create(url.endsWith("/") ? url : url + "/").resolve("api/v1/ops/");
        } catch (IllegalArgumentException e) {
            throw OpsException.wrongUsage("'" + url + "' is not a URL");
        }
        if (address.getHost() == null || !String.valueOf(address.getScheme()).matches("https?")) {
            throw OpsException.wrongUsage("'" + url + "' is not a URL such as http://127.0.0.1:8080");
        }
    }

    /**
     * Asks.
     *
     * @param path below {@code /api/v1/ops/}
     */
    JsonNode get(String path, Map<String, String> query) {
        String parameters = query.entrySet().stream()
                .map(parameter -> encoded(parameter.getKey()) + "=" + encoded(parameter.getValue()))
                .collect(Collectors.joining("&"));
        return exchange(request(parameters.isEmpty() ? path : path + "?" + parameters)
                .GET()
                .build());
    }

    /**
     * Has something done.
     *
     * @param path below {@code /api/v1/ops/}
     */
    JsonNode post(String path, JsonNode body) {
        return exchange(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path)).timeout(ANSWERING);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private JsonNode exchange(HttpRequest request) {
        try {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            JsonNode body = json(request, response);
            if (response.statusCode() >= 300) {
                throw problem(response.statusCode(), body);
            }
            return body;
        } catch (ConnectException e) {
            throw OpsException.failed(
                    "no answer from " + origin()
                            + ": is trakkit running there? Set --url or TRAKKIT_OPS_URL to its address",
                    e);
        } catch (IOException e) {
            throw OpsException.failed("no answer to " + request.uri() + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw OpsException.failed("interrupted", e);
        }
    }

    private JsonNode json(HttpRequest request, HttpResponse<byte[]> response) {
        try {
            return Json.strict().readTree(response.body());
        } catch (JacksonException e) {
            throw OpsException.failed(
                    request.uri() + " answered " + response.statusCode() + " without JSON: is that trakkit?", e);
        }
    }

    /** A request that makes no sense is the fault of the command's arguments. */
    private static OpsException problem(int status, JsonNode problem) {
        String detail = PrintableText.line(problem.path("detail").asString("answered by " + status));
        return status == 400 ? OpsException.wrongUsage(detail) : OpsException.failed(detail);
    }

    private String origin() {
        return address.getScheme() + "://" + address.getAuthority();
    }

    @Override
    public void close() {
        client.close();
    }
}
