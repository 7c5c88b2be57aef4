package io.trakkit.faults.load;

import io.trakkit.faults.load.Ledger.Amendment;
import io.trakkit.faults.load.Ledger.Entry;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A client that posts, amends, repeats and contradicts itself, one request at a time and at a pace, and tries again until
 * it is told that its request was taken.
 */
final class Broker implements Runnable {

    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(200);
    private static final int OWN_TRADES = 300;
    private static final Set<Integer> TAKEN = Set.of(200, 201, 202);
    private static final Set<Integer> TAKEN_OR_CONFLICT = Set.of(200, 201, 202, 409);

    private final URI ingest;
    private final Ledger ledger;
    private final Witness witness;
    private final RandomGenerator random;
    private final RandomTrades trades;
    private final Duration pace;
    private final Load.Phase phase;
    private final List<Entry> own = new ArrayList<>();
    private int amendments;

    Broker(
            URI ingest,
            Ledger ledger,
            Witness witness,
            RandomGenerator random,
            RandomTrades trades,
            Duration pace,
            Load.Phase phase) {
        this.ingest = ingest;
        this.ledger = ledger;
        this.witness = witness;
        this.random = random;
        this.trades = trades;
        this.pace = pace;
        this.phase = phase;
    }

    /** Keeps its pace on average; after an outage it makes up for what it missed, at twice the pace. */
    @Override
    public void run() {
        long next = System.nanoTime() + random.nextLong(pace.toNanos());
        while (phase.goesOn()) {
            long began = System.nanoTime();
            sendOne();
            next += pace.toNanos();
            LockSupport.parkNanos(Math.max(next, began + pace.toNanos() / 2) - System.nanoTime());
        }
    }

    private void sendOne() {
        int dice = own.isEmpty() ? 0 : random.nextInt(100);
        if (dice < 84) {
            post();
        } else if (dice < 93) {
            amend(anyOwn());
        } else if (dice < 98) {
            repeat(anyOwn());
        } else {
            contradict(anyOwn());
        }
    }

    private Entry anyOwn() {
        return own.get(random.nextInt(own.size()));
    }

    private void post() {
        Entry entry = ledger.posting(trades.next());
        if (isTaken("POST", "/api/v1/trade/", entry.trade().json(), preference(), TAKEN)) {
            ledger.posted(entry);
            witness.count("posted");
            if (own.size() < OWN_TRADES) {
                own.add(entry);
            } else {
                own.set(random.nextInt(OWN_TRADES), entry);
            }
        }
    }

    /** Some want to know the verdict. */
    private Map<String, String> preference() {
        return random.nextInt(20) == 0 ? Map.of("Prefer", "wait=2") : Map.of();
    }

    private void repeat(Entry entry) {
        Set<Integer> expected = entry.contradicted() ? TAKEN_OR_CONFLICT : TAKEN;
        if (isTaken("POST", "/api/v1/trade/", entry.trade().json(), preference(), expected)) {
            witness.count("repeated");
        }
    }

    /** Refused at once where ingest-api remembers, otherwise by the worker. */
    private void contradict(Entry entry) {
        entry.contradict();
        String body = entry.trade().contradicting().json();
        if (isTaken("POST", "/api/v1/trade/", body, Map.of(), TAKEN_OR_CONFLICT)) {
            witness.count("contradicted");
        }
    }

    private void amend(Entry entry) {
        String refId = entry.trade().refId();
        boolean whole = random.nextInt(4) == 0;
        Amendment amendment = new Amendment(
                refId + "/" + amendments++,
                trades.amount(),
                whole || random.nextBoolean() ? trades.volume() : null,
                whole || random.nextInt(4) == 0 ? random.nextInt(3) == 0 ? "failed" : "success" : null);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("amount", amendment.amount().toPlainString());
        if (amendment.volume() != null) {
            body.put("volume", amendment.volume());
        }
        if (amendment.status() != null) {
            body.put("status", amendment.status());
        }
        entry.amending(amendment);
        String json = JsonMapper.shared().writeValueAsString(body);
        Map<String, String> key = Map.of("Idempotency-Key", amendment.key());
        if (isTaken(whole ? "PUT" : "PATCH", "/api/v1/trade/" + refId + "/", json, key, Set.of(202))) {
            entry.amended(amendment);
            witness.count("amended");
        }
    }

    /** Whether it was taken in the end; no only where time is up or the answer is one that should not be. */
    private boolean isTaken(
            String method, String path, String json, Map<String, String> headers, Set<Integer> expected) {
        while (phase.mayFinish()) {
            long moment = witness.moment();
            Http.Answer answer = Http.send(method, ingest.resolve(path), json, headers, LIMIT);
            if (expected.contains(answer.status())) {
                witness.count(Witness.TAKEN);
                return true;
            }
            if (!Answers.isExcused(answer, moment, witness)) {
                witness.violation(method + " " + path + " " + json + " was answered " + answer.inShort());
                if (answer.status() != 503 && answer.status() != Http.NO_ANSWER) {
                    return false;
                }
            }
            witness.count("tried again: " + answer.status());
            LockSupport.parkNanos(
                    Answers.retryAfter(answer, SHORTEST_WAIT, LONGEST_WAIT).toNanos());
        }
        return false;
    }
}
