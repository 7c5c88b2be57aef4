package io.trakkit.bench.scenario.action;

import io.trakkit.bench.http.HttpConnection;
import io.trakkit.bench.http.HttpConnection.Answer;
import io.trakkit.bench.http.Load;
import io.trakkit.bench.log.SplitPositions;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads positions while a split is recorded and withdrawn. Each answer must be wholly that before the split or wholly that after
 * it, but for buys that were added to it.
 */
final class SplitReads {

    static final int PER_SECOND = 60;

    /** The price of a buy that is added to a position. */
    static final BigDecimal PRICE = BigDecimal.valueOf(100);

    /** How the ref_ids of buys begin that are added. */
    static final String ADDED = "load-";

    private static final int CONNECTIONS = 4;
    private static final int OK = 200;
    private static final int CENTS = 2;

    private final URI query;
    private final String key;
    private final int portfolios;
    private final List<Answers> before = new ArrayList<>();
    private final List<Answers> after = new ArrayList<>();
    private final AtomicInteger readsBefore = new AtomicInteger();
    private final AtomicInteger readsAfter = new AtomicInteger();

    SplitReads(URI query, String key, int portfolios) {
        this.query = query;
        this.key = key;
        this.portfolios = portfolios;
    }

    /** The numbers of a position in an answer. */
    private record Numbers(BigDecimal units, BigDecimal cost, BigDecimal realised, BigDecimal income) {

        /** Whether these are the others with some units more, bought at {@link #PRICE}. */
        boolean isWithBuys(Numbers fewer) {
            BigDecimal bought = units.subtract(fewer.units);
            return bought.signum() >= 0
                    && cost.compareTo(fewer.cost.add(bought.multiply(PRICE))) == 0
                    && realised.compareTo(fewer.realised) == 0
                    && income.compareTo(fewer.income) == 0;
        }
    }

    /** All answers about the positions of a kind of portfolios. */
    private record Answers(Numbers summary, Numbers lots, Map<String, String> states) {}

    /** Keeps the answers of each kind, which count as those before the split. */
    void learnBefore() throws IOException {
        learn(before);
    }

    /** Keeps the answers of each kind, which count as those after the split. */
    void learnAfter() throws IOException {
        learn(after);
        for (int kind = 0; kind < SplitPositions.KINDS; kind++) {
            if (before.get(kind).states().equals(after.get(kind).states())) {
                throw new IllegalStateException("The split changes no state: " + after.get(kind));
            }
        }
    }

    private void learn(List<Answers> answers) throws IOException {
        answers.clear();
        try (HttpConnection connection = HttpConnection.to(query)) {
            for (int kind = 0; kind < SplitPositions.KINDS; kind++) {
                long portfolio = SplitPositions.id(kind);
                answers.add(new Answers(
                        summary(connection, portfolio), lots(connection, portfolio), states(connection, portfolio)));
            }
        }
    }

    /** Reads for some seconds, and checks each answer. */
    void run(double seconds) throws Exception {
        new Load(query, CONNECTIONS).open(PER_SECOND, seconds, (connection, number) -> {
            long portfolio = SplitPositions.id(ThreadLocalRandom.current().nextLong(portfolios));
            Answers old = before.get(SplitPositions.kind(portfolio));
            Answers split = after.get(SplitPositions.kind(portfolio));
            switch ((int) (number % 3)) {
                case 0 -> {
                    Numbers read = summary(connection, portfolio);
                    check(read, read.isWithBuys(old.summary()), read.isWithBuys(split.summary()), portfolio);
                }
                case 1 -> {
                    Numbers read = lots(connection, portfolio);
                    check(read, read.isWithBuys(old.lots()), read.isWithBuys(split.lots()), portfolio);
                }
                default -> {
                    Map<String, String> read = states(connection, portfolio);
                    check(read, read.equals(old.states()), read.equals(split.states()), portfolio);
                }
            }
            return true;
        });
    }

    private void check(Object read, boolean isBefore, boolean isAfter, long portfolio) {
        if (isBefore) {
            readsBefore.incrementAndGet();
        } else if (isAfter) {
            readsAfter.incrementAndGet();
        } else {
            int kind = SplitPositions.kind(portfolio);
            throw new IllegalStateException(
                    "A reader saw half of a position in portfolio %d: %s is neither of %s nor of %s"
                            .formatted(portfolio, read, before.get(kind), after.get(kind)));
        }
    }

    private Numbers summary(HttpConnection connection, long portfolio) throws IOException {
        JsonNode page = answer(
                connection,
                "/api/v1/portfolio-summary/?portfolio_id=%d&ticker=%s".formatted(portfolio, SplitPositions.TICKER));
        JsonNode summary = page.required("results").required(0);
        Numbers numbers = new Numbers(
                decimal(summary, "volume_text"),
                decimal(summary, "cost"),
                decimal(summary, "realised_return"),
                decimal(summary, "income"));
        BigDecimal average = numbers.cost().divide(numbers.units(), CENTS, RoundingMode.HALF_EVEN);
        if (average.compareTo(decimal(summary, "average_amount")) != 0) {
            throw new IllegalStateException("The average is not the cost by the units: " + summary);
        }
        return numbers;
    }

    private Numbers lots(HttpConnection connection, long portfolio) throws IOException {
        JsonNode page = answer(
                connection,
                "/api/v1/portfolio/%d/lots/?ticker=%s&page_size=100".formatted(portfolio, SplitPositions.TICKER));
        BigDecimal units = BigDecimal.ZERO;
        for (JsonNode lot : page.required("results")) {
            units = units.add(decimal(lot, "volume_text"));
        }
        return new Numbers(units, decimal(page, "cost"), decimal(page, "realised"), BigDecimal.ZERO);
    }

    /** The states of the trades that each portfolio of a kind has, by their names. */
    private Map<String, String> states(HttpConnection connection, long portfolio) throws IOException {
        JsonNode page = answer(
                connection,
                "/api/v1/trade/?portfolio_id=%d&ticker=%s&page_size=100".formatted(portfolio, SplitPositions.TICKER));
        Map<String, String> states = new TreeMap<>();
        for (JsonNode trade : page.required("results")) {
            String refId = trade.required("ref_id").asString();
            if (!refId.startsWith(ADDED)) {
                states.put(
                        refId.replaceFirst("-.*", ""), trade.required("state").asString());
            }
        }
        return states;
    }

    private static BigDecimal decimal(JsonNode json, String field) {
        return new BigDecimal(json.required(field).asString());
    }

    private JsonNode answer(HttpConnection connection, String path) throws IOException {
        Answer answer = connection.exchange(HttpConnection.withKey(HttpConnection.get(query, path), key));
        if (answer.status() != OK) {
            throw new IllegalStateException("Answer " + answer.status() + " to " + path + ": " + answer.text());
        }
        return JsonMapper.shared().readTree(answer.body());
    }

    /** How many answers were those before the split, and how many those after it. */
    String counts() {
        return "%,d answers before and %,d after the split".formatted(readsBefore.get(), readsAfter.get());
    }
}
