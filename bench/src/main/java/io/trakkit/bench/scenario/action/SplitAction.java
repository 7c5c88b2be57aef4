package io.trakkit.bench.scenario.action;

import io.trakkit.bench.http.HttpConnection;
import io.trakkit.bench.http.HttpConnection.Answer;
import io.trakkit.bench.log.SplitPositions;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A split of the ticker of {@link SplitPositions} over HTTP. */
final class SplitAction {

    private static final String PATH = "/api/v1/corporate-action/";
    private static final int CREATED = 201;
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final long LOOK_EVERY = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(5);

    private final URI ingest;
    private final URI query;
    private final String key;
    private final String id;

    SplitAction(URI ingest, URI query, String key, String id) {
        this.ingest = ingest;
        this.query = query;
        this.key = key;
        this.id = id;
    }

    /** Records it; the seconds until every position is folded with it. */
    double record() throws IOException {
        String body = """
                {"action_id":"%s","ticker":"%s","type":"split","numerator":2,"denominator":1,"ex_date":"%s"}""".formatted(id, SplitPositions.TICKER, SplitPositions.EX_DATE);
        return applied(HttpConnection.post(ingest, PATH, body), CREATED, "active");
    }

    /** Withdraws it; the seconds until every position is folded without it. */
    double withdraw() throws IOException {
        return applied(HttpConnection.patch(ingest, PATH + id, "{\"status\":\"withdrawn\"}"), OK, "withdrawn");
    }

    private double applied(byte[] request, int wanted, String status) throws IOException {
        long began = System.nanoTime();
        try (HttpConnection writing = HttpConnection.to(ingest)) {
            Answer answer = writing.exchange(HttpConnection.withKey(request, key));
            if (answer.status() != wanted) {
                throw new IllegalStateException("Answer " + answer.status() + ": " + answer.text());
            }
        }
        byte[] look = HttpConnection.withKey(HttpConnection.get(query, PATH + id), key);
        try (HttpConnection reading = HttpConnection.to(query)) {
            while (!isApplied(reading.exchange(look), status)) {
                if (System.nanoTime() - began > PATIENCE) {
                    throw new IllegalStateException("The split " + id + " is never " + status + " everywhere");
                }
                LockSupport.parkNanos(LOOK_EVERY);
            }
        }
        return (System.nanoTime() - began) / 1e9;
    }

    private static boolean isApplied(Answer answer, String status) {
        if (answer.status() == NOT_FOUND) {
            return false;
        }
        if (answer.status() != OK) {
            throw new IllegalStateException("Answer " + answer.status() + ": " + answer.text());
        }
        JsonNode action = JsonMapper.shared().readTree(answer.body());
        return action.required("status").asString().equals(status)
                && action.required("state").asString().equals("applied");
    }
}
