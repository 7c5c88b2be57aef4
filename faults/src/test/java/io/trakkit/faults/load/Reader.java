package io.trakkit.faults.load;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An application that polls, and must never be shown an older version after a newer one. */
final class Reader implements Runnable {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final URI query;
    private final List<Portfolio> portfolios;
    private final Ledger ledger;
    private final Witness witness;
    private final RandomGenerator random;
    private final Duration pace;
    private final Load.Phase phase;
    private final Map<String, Long> versions = new HashMap<>();

    Reader(
            URI query,
            List<Portfolio> portfolios,
            Ledger ledger,
            Witness witness,
            RandomGenerator random,
            Duration pace,
            Load.Phase phase) {
        this.query = query;
        this.portfolios = portfolios;
        this.ledger = ledger;
        this.witness = witness;
        this.random = random;
        this.pace = pace;
        this.phase = phase;
    }

    @Override
    public void run() {
        while (phase.goesOn()) {
            if (random.nextInt(3) == 0) {
                readSummaries();
            } else {
                ledger.any(random).ifPresent(this::readTrade);
            }
            LockSupport.parkNanos(pace.toNanos());
        }
    }

    private void readSummaries() {
        Portfolio portfolio = portfolios.get(random.nextInt(portfolios.size()));
        String path = "/api/v1/portfolio-summary/?include_closed=true&page_size=1000&portfolio_id=" + portfolio.id();
        for (JsonNode summary : read(path).path("results")) {
            String ticker = summary.path("ticker").asString();
            seen(portfolio.id() + ":" + ticker, summary.path("version").asLong(), path);
        }
    }

    private void readTrade(Ledger.Entry entry) {
        String refId = entry.trade().refId();
        String path = "/api/v1/trade/" + refId + "/";
        JsonNode trade = read(path);
        if (trade.path("state").asString("").equals("refused")) {
            witness.violation("The acknowledged trade " + refId + " was refused: " + trade);
        } else if (!trade.isMissingNode()) {
            seen(refId, trade.path("version").asLong(), path);
        }
    }

    private void seen(String what, long version, String path) {
        long before = versions.getOrDefault(what, 0L);
        if (version < before) {
            witness.violation("GET %s showed version %d of %s after version %d".formatted(path, version, what, before));
        }
        versions.put(what, version);
    }

    /** Nothing where there was no answer, or not yet one. */
    private JsonNode read(String path) {
        long moment = witness.moment();
        Http.Answer answer = Http.get(query.resolve(path), LIMIT);
        if (answer.status() == 200) {
            witness.count("read");
            return JsonMapper.shared().readTree(answer.body());
        }
        boolean notYet = answer.status() == 404 && path.startsWith("/api/v1/trade/");
        if (notYet && versions.containsKey(path.split("/", -1)[4])) {
            witness.violation("GET " + path + " was answered 404 after it had been there");
        } else if (!notYet && !Answers.isExcused(answer, moment, witness)) {
            witness.violation("GET " + path + " was answered " + answer.inShort());
        }
        witness.count(notYet ? "not read yet" : "not read: " + answer.status());
        return JsonMapper.shared().missingNode();
    }
}
