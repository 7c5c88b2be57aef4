package io.trakkit.standalone.demo;

import io.trakkit.wire.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The portfolios and requests of {@code samples/}, which the jar contains. */
record Samples(List<Portfolio> portfolios, List<Request> requests) {

    /** A portfolio: its key in the samples, and its user and name on the server. */
    record Portfolio(String sample, String userId, String name) {}

    /** One line of {@code requests.ndjson}. */
    sealed interface Request {

        /** The number of the line, from 1 on. */
        int line();

        /** The sample portfolio and the ticker. Requests of one position are posted in their order. */
        Position position();

        /** The body of the request; that of a creation lacks {@code portfolio}, whose number the server assigns. */
        ObjectNode body();
    }

    /** @param repeat whether an earlier line has created the same trade */
    record Creation(int line, Position position, ObjectNode body, boolean repeat) implements Request {}

    record Amendment(int line, Position position, String refId, ObjectNode body) implements Request {}

    record Position(String portfolio, String ticker) {}

    static Samples read() {
        try {
            return new Samples(readPortfolios(), readRequests());
        } catch (IOException e) {
            throw new UncheckedIOException("The samples cannot be read", e);
        }
    }

    private static InputStream open(String name) {
        return Objects.requireNonNull(
                Samples.class.getResourceAsStream("/samples/" + name), "The jar holds the samples");
    }

    private static List<Portfolio> readPortfolios() throws IOException {
        try (InputStream file = open("portfolios.json")) {
            return Json.strict().readTree(file.readAllBytes()).values().stream()
                    .map(portfolio -> new Portfolio(
                            text(portfolio, "portfolio"), text(portfolio, "user_id"), text(portfolio, "name")))
                    .toList();
        }
    }

    private static List<Request> readRequests() throws IOException {
        List<Request> requests = new ArrayList<>();
        Map<String, Position> positions = new HashMap<>();
        try (BufferedReader file =
                new BufferedReader(new InputStreamReader(open("requests.ndjson"), StandardCharsets.UTF_8))) {
            for (String line = file.readLine(); line != null; line = file.readLine()) {
                requests.add(request(requests.size() + 1, Json.strict().readTree(line), positions));
            }
        }
        return List.copyOf(requests);
    }

    /** Reads a line. An amendment names only its trade; an earlier line has the position. */
    private static Request request(int number, JsonNode line, Map<String, Position> positions) {
        ObjectNode body = (ObjectNode) line.required("body");
        String action = text(line, "action");
        return switch (action) {
            case "create" -> {
                Position position = new Position(text(line, "portfolio"), text(body, "ticker"));
                boolean repeat = positions.put(text(body, "ref_id"), position) != null;
                yield new Creation(number, position, body, repeat);
            }
            case "amend" -> {
                String refId = text(line, "ref_id");
                Position position = Objects.requireNonNull(positions.get(refId), "A trade is created first");
                yield new Amendment(number, position, refId, body);
            }
            default -> throw new IllegalStateException("Unknown action " + action);
        };
    }

    private static String text(JsonNode object, String field) {
        return object.required(field).asString();
    }
}
