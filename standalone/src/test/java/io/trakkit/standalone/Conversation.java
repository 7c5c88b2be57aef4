package io.trakkit.standalone;

import io.trakkit.testing.Http;
import io.trakkit.wire.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Sends requests and keeps them with their answers. */
final class Conversation {

    static final String JSON = "application/json";

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final List<Exchange> exchanges = new ArrayList<>();
    private final URI address;

    Conversation(URI address) {
        this.address = address;
    }

    /**
     * A request and its answer.
     *
     * @param sentType the media type of the request's body; null if it has none
     */
    record Exchange(
            String method,
            String path,
            @Nullable String sentType,
            String sent,
            int status,
            HttpHeaders headers,
            String answer) {

        Contract.Operation operation() {
            return Contract.operation(method, path);
        }

        /** Without parameters such as the character set. */
        String answerType() {
            return headers.firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
        }

        Set<String> queryParameters() {
            String query = URI.create(path).getRawQuery();
            return query == null
                    ? Set.of()
                    : Arrays.stream(query.split("&"))
                            .map(parameter ->
                                    URLDecoder.decode(parameter.replaceFirst("=.*", ""), StandardCharsets.UTF_8))
                            .collect(Collectors.toCollection(TreeSet::new));
        }

        JsonNode json() {
            return Json.strict().readTree(answer);
        }

        String header(String name) {
            return headers.firstValue(name).orElseThrow(() -> new AssertionError(this + " has no " + name));
        }

        @Override
        public String toString() {
            return "%s %s %s: %d %s".formatted(method, path, shortened(sent), status, shortened(answer));
        }

        private static String shortened(String text) {
            return text.length() > 300 ? text.substring(0, 300) + "…" : text;
        }
    }

    List<Exchange> exchanges() {
        return List.copyOf(exchanges);
    }

    /** @param headers names and values in turn */
    Exchange get(String path, String... headers) {
        return exchange("GET", path, null, "", headers);
    }

    /** Sends JSON. */
    Exchange send(String method, String path, String json, String... headers) {
        return exchange(method, path, JSON, json, headers);
    }

    /** @param type null if there is no body */
    Exchange exchange(String method, String path, @Nullable String type, String body, String... headers) {
        HttpResponse<String> response =
                Http.exchange(request(method, path, type, body, headers), HttpResponse.BodyHandlers.ofString());
        return keep(method, path, type, body, response, response.body());
    }

    /** Asks for a stream and reads it up to the first event of a kind. */
    Exchange stream(String path, String lastKind) {
        HttpResponse<InputStream> response =
                Http.exchange(request("GET", path, null, ""), HttpResponse.BodyHandlers.ofInputStream());
        StringBuilder read = new StringBuilder();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            boolean isLast = false;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                read.append(line).append('\n');
                isLast |= line.equals("event: " + lastKind);
                if (isLast && line.isEmpty()) {
                    break;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return keep("GET", path, null, "", response, read.toString());
    }

    private HttpRequest request(String method, String path, @Nullable String type, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path))
                .timeout(TIMEOUT)
                .method(
                        method,
                        type == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (type != null) {
            request.header("Content-Type", type);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request.build();
    }

    private Exchange keep(
            String method, String path, @Nullable String type, String body, HttpResponse<?> response, String answer) {
        Exchange exchange = new Exchange(method, path, type, body, response.statusCode(), response.headers(), answer);
        exchanges.add(exchange);
        return exchange;
    }
}
