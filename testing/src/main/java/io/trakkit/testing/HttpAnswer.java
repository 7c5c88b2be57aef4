package io.trakkit.testing;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** The answer of an app: its status, headers and body, and what its JSON holds. */
public record HttpAnswer(HttpResponse<byte[]> response) {

    /** Refuses an object with two fields of one name, and keeps the digits of a number as the app wrote them. */
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    public int status() {
        return response.statusCode();
    }

    /** All values of a header, separated by commas; empty without the header. */
    public String header(String name) {
        return String.join(", ", response.headers().allValues(name));
    }

    public byte[] bytes() {
        return response.body();
    }

    public String text() {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    public JsonNode json() {
        return JSON.readTree(response.body());
    }

    /** The text of a field; for a number its digits as they were written. */
    public String text(String field) {
        return json().path(field).asString();
    }

    public boolean isProblem() {
        return header("Content-Type").startsWith("application/problem+json");
    }

    /** The detail of a problem. */
    public String detail() {
        return text("detail");
    }

    /** The JSON pointers that the errors of a problem name. */
    public List<String> pointers() {
        return values("errors", "pointer");
    }

    /** The query parameters that the errors of a problem name. */
    public List<String> parameters() {
        return values("errors", "parameter");
    }

    /** A field of each result of a list. */
    public List<String> results(String field) {
        return values("results", field);
    }

    /** A link of a list; empty if it is null. */
    public Optional<String> link(String name) {
        return Optional.of(json().get(name)).filter(link -> !link.isNull()).map(JsonNode::stringValue);
    }

    private List<String> values(String array, String field) {
        return json().path(array)
                .valueStream()
                .map(element -> element.path(field).asString())
                .toList();
    }

    @Override
    public String toString() {
        return status() + " " + text();
    }
}
