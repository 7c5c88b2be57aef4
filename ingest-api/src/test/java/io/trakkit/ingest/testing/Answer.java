package io.trakkit.ingest.testing;

import io.trakkit.wire.json.Json;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** What the service answered. */
public record Answer(HttpResponse<String> response) {

    public int status() {
        return response.statusCode();
    }

    public Optional<String> header(String name) {
        return response.headers().firstValue(name);
    }

    public JsonNode json() {
        return Json.strict().readTree(response.body());
    }

    /** The text of a field; for a number its digits as they were written. */
    public String text(String field) {
        return json().path(field).asString();
    }

    public boolean isProblem() {
        return header("Content-Type").orElse("").startsWith("application/problem+json");
    }

    /** The pointers of a problem's errors. */
    public List<String> pointers() {
        return StreamSupport.stream(json().path("errors").spliterator(), false)
                .map(error -> error.path("pointer").asString())
                .toList();
    }

    @Override
    public String toString() {
        return status() + " " + response.body();
    }
}
