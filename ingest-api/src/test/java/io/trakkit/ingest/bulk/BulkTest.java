package io.trakkit.ingest.bulk;

import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.ingest.testing.IngestTest;
import io.trakkit.testing.HttpAnswer;
import io.trakkit.wire.json.Json;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What the tests of bulk requests share. */
abstract class BulkTest extends IngestTest {

    static final String NDJSON = "application/x-ndjson";
    static final String JSON = "application/json";
    static final String CSV = "text/csv";
    static final String HEADER = "ref_id,user_id,portfolio,trade_type,security_type,ticker,volume,amount,status";

    final Portfolio portfolio = newPortfolio();

    /** Names that no other test uses, which end as given. */
    private final String prefix = "bulk:" + UUID.randomUUID() + ":";

    String ref(Object end) {
        return prefix + end;
    }

    /** A good record, on one line. */
    String record(Object end) {
        return trade(portfolio, ref(end)).replace("\n", " ").strip();
    }

    /** The same as a line under {@link #HEADER}. */
    String row(Object end) {
        return "%s,%s,%s,1,stock,GODREJIND,10,100,success".formatted(ref(end), portfolio.user(), portfolio.id());
    }

    /**
     * What came back: a line per record, and the counts.
     *
     * @param results all lines but the last
     */
    record Results(HttpAnswer answer, List<JsonNode> results, JsonNode counts) {

        /** Each line in a few words, as in {@code 1 202}. */
        List<String> brief() {
            return results.stream()
                    .map(line -> line.path("line").asString() + " "
                            + line.path("status").asString())
                    .toList();
        }

        JsonNode line(int number) {
            return results.stream()
                    .filter(line -> line.path("line").intValue() == number)
                    .findFirst()
                    .orElseThrow();
        }

        /** The errors of a line, as in {@code /volume must be greater than zero}. */
        List<String> errors(int number) {
            List<String> errors = new ArrayList<>();
            line(number)
                    .path("errors")
                    .forEach(error -> errors.add((error.path("pointer").asString() + " "
                                    + error.path("detail").asString())
                            .strip()));
            return errors;
        }

        /** Records, accepted, repeated, refused, unavailable. */
        List<Integer> numbers() {
            return List.of("records", "accepted", "repeated", "refused", "unavailable").stream()
                    .map(name -> counts.path(name).intValue())
                    .toList();
        }

        boolean complete() {
            return counts.path("complete").booleanValue();
        }

        static Results of(HttpAnswer answer) {
            List<JsonNode> lines = Arrays.stream(answer.text().split("\n"))
                    .map(line -> (JsonNode) Json.object(line.getBytes(StandardCharsets.UTF_8)))
                    .toList();
            return new Results(answer, lines.subList(0, lines.size() - 1), lines.getLast());
        }
    }

    Results results(String type, String body, String... headers) {
        return results(type, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    Results results(String type, byte[] body, String... headers) {
        HttpAnswer answer = post(type, body, headers);
        if (answer.status() != 200) {
            throw new AssertionError(answer.status() + " " + answer.text());
        }
        return Results.of(answer);
    }

    HttpAnswer post(String type, byte[] body, String... headers) {
        String[] all = Stream.concat(Stream.of("Content-Type", type), Stream.of(headers))
                .toArray(String[]::new);
        return caller().send("POST", "/api/v1/trade/bulk/", BodyPublishers.ofByteArray(body), all);
    }

    HttpAnswer post(String type, String body, String... headers) {
        return post(type, body.getBytes(StandardCharsets.UTF_8), headers);
    }
}
