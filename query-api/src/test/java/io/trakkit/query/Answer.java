package io.trakkit.query;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What came back over HTTP. */
record Answer(HttpResponse<String> response) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    int status() {
        return response.statusCode();
    }

    Optional<String> header(String name) {
        return response.headers().firstValue(name);
    }

    JsonNode json() {
        return JSON.readTree(response.body());
    }

    /** The body as compact JSON, numbers as they were written. */
    String text() {
        return response.body();
    }

    /** The link under that name; empty where it is null. */
    Optional<String> link(String name) {
        return Optional.of(json().get(name)).filter(link -> !link.isNull()).map(JsonNode::stringValue);
    }

    /** That field of each result. */
    List<String> results(String field) {
        List<String> values = new ArrayList<>();
        json().get("results").forEach(result -> values.add(result.get(field).asString()));
        return values;
    }

    /** The names of the parameters that a problem blames. */
    List<String> blamed() {
        List<String> names = new ArrayList<>();
        json().get("errors").forEach(error -> names.add(error.get("parameter").stringValue()));
        return names;
    }
}
