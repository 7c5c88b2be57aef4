package io.trakkit.standalone;

import static io.trakkit.testing.Waiting.patiently;

import io.trakkit.standalone.Conversation.Exchange;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Requests of one run of {@link ContractTest}, and which of them were answered in another way than expected. */
final class ContractTalk {

    static final String UNKNOWN_PARAMETER = "?no_such_parameter=1";

    /** An id that nothing has. */
    static final String ABSENT = "999999999";

    private static final String TOO_LARGE = " ".repeat(2 * 1024 * 1024);

    /** The user, and the beginning of all ids. */
    final String run = "contract-" + UUID.randomUUID();

    final String ticker = "C" + Long.toString(System.nanoTime(), 36).toUpperCase(Locale.ROOT);
    final Conversation conversation;
    final List<String> surprises = new ArrayList<>();

    ContractTalk(URI address) {
        conversation = new Conversation(address);
    }

    static String justNow() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** The answer has an ETag, with which the next one is 304. */
    void checkTag(String path) {
        Exchange tagged = expect(200, conversation.get(path));
        expect(304, conversation.get(path, "If-None-Match", tagged.header("ETag")));
    }

    /** As {@link #checkTag} for a dead letter, which changes once more when its topic has it: then again. */
    void checkTagOfDeadLetter(String path) {
        patiently().until(() -> {
            Exchange tagged = expect(200, conversation.get(path));
            return conversation
                            .get(path, "If-None-Match", tagged.header("ETag"))
                            .status()
                    == 304;
        });
    }

    void refuseBodies(String method, String path) {
        expect(413, conversation.send(method, path, "{" + TOO_LARGE + "}"));
        expect(415, conversation.exchange(method, path, "text/plain", "{}"));
    }

    /**
     * Amends a record in all ways.
     *
     * @param collection the path of the records of its kind
     */
    void amend(String collection, String id, String method, String body, String other) {
        String path = collection + run + ":" + id + "/";
        String[] withKey = {"Prefer", "wait=30", "Idempotency-Key", run + ":" + id + ":" + method};
        expect(202, conversation.send(method, path, body));
        expect(200, conversation.send(method, path, other, "Prefer", "wait=30"));
        expect(200, conversation.send(method, path, body, withKey));
        expect(422, conversation.send(method, path, other, withKey));
        expect(412, conversation.send(method, path, body, "If-Match", "\"99\"", "Prefer", "wait=30"));
        expect(400, conversation.send(method, path, "{\"ticker\": \"A\"}"));
        // While an amended record can still be on its way, the answer is 503.
        patiently()
                .until(() -> conversation
                                .send(method, collection + run + ":none/", body)
                                .status()
                        == 404);
        refuseBodies(method, path);
    }

    /** Reads a record that was amended, and its history. */
    void readOne(String collection, String id) {
        String path = collection + run + ":" + id + "/";
        checkTag(path);
        expect(200, conversation.get(path + "?fields=ref_id,state"));
        expect(404, conversation.get(collection + run + ":none/"));
        expect(400, conversation.get(path + UNKNOWN_PARAMETER));
        checkTag(path + "history/?page=1&page_size=1");
        readPages(path + "history/?page_size=1&fields=type,offset");
        expect(404, conversation.get(collection + run + ":none/history/"));
        expect(400, conversation.get(path + "history/" + UNKNOWN_PARAMETER));
    }

    /** Reads the first page and the one after it. */
    void readPages(String firstPage) {
        Exchange first = expect(200, conversation.get(firstPage));
        expect(200, conversation.get(pathOf(first.json().required("next").asString())));
    }

    String trade(String id, long of, int type, String volume, String amount, String executedAt) {
        return """
                {"ref_id": "%1$s:%2$s", "user_id": "%1$s", "portfolio": %3$d, "trade_type": %4$d,
                 "security_type": "stock", "ticker": "%5$s", "volume": "%6$s", "amount": "%7$s",
                 "status": "success", "executed_at": "%8$s"}""".formatted(run, id, of, type, ticker, volume, amount, executedAt);
    }

    static long idOf(Exchange exchange) {
        return exchange.json().required("id").asLong();
    }

    static String pathOf(String url) {
        return url.replaceFirst("^https?://[^/]*", "");
    }

    Exchange expect(int status, Exchange exchange) {
        if (exchange.status() != status) {
            surprises.add("not " + status + ": " + exchange);
        }
        return exchange;
    }

    String activity(long of, String id, String fields) {
        return "{\"ref_id\": \"%1$s:%2$s\", \"user_id\": \"%1$s\", \"portfolio\": %3$d, \"executed_at\": \"2026-01-02T03:04:05Z\", %4$s}"
                .formatted(run, "act-" + id, of, fields);
    }
}
