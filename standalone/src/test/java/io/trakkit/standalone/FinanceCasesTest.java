package io.trakkit.standalone;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import io.trakkit.testing.Seed;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Worked cases that others have published, with their sources and numbers, through HTTP: in order, where each number is looked at
 * after its event; shuffled; and with what can be a corporate action recorded before, between and after the trades.
 *
 * <p>Four cases say something else than trakkit's rules do. Each has a line here or in {@link PublishedBook} that says what trakkit
 * answers, and over-03 a test.
 */
@ExtendWith(SharedServer.class)
class FinanceCasesTest {

    private static final Set<String> OUT_OF_SCOPE = Set.of(
            "merger (stock)",
            "merger (cash)",
            "merger (stock and cash)",
            "short (merger with cash)",
            "spin-off",
            "symbol change",
            "same-day order (UK matching)",
            "chosen lot");

    /** trakkit rejects a sell of units that were not bought; the case takes them for free ones. */
    private static final String WITHOUT_PURCHASE = "over-03";

    private final Http http;

    FinanceCasesTest(Server server) {
        http = new Http(server.address());
    }

    private enum Form {
        IN_ORDER,
        SHUFFLED,
        ACTIONS_FIRST,
        ACTIONS_BETWEEN,
        ACTIONS_LAST
    }

    record Run(Form form, JsonNode published) {

        @Override
        public String toString() {
            return published.get("id").asString() + " " + form;
        }
    }

    static Stream<Run> runs() throws IOException {
        try (InputStream file = FinanceCasesTest.class.getResourceAsStream("/finance-cases.json")) {
            List<Run> runs = new ArrayList<>();
            for (JsonNode published : new JsonMapper().readTree(file).get("cases")) {
                if (OUT_OF_SCOPE.contains(published.get("topic").asString())
                        || published.get("id").asString().equals(WITHOUT_PURCHASE)) {
                    continue;
                }
                runs.add(new Run(Form.IN_ORDER, published));
                runs.add(new Run(Form.SHUFFLED, published));
                if (published.get("events").valueStream().anyMatch(FinanceCasesTest::canBeCorporateAction)) {
                    runs.add(new Run(Form.ACTIONS_FIRST, published));
                    runs.add(new Run(Form.ACTIONS_BETWEEN, published));
                    runs.add(new Run(Form.ACTIONS_LAST, published));
                }
            }
            return runs.stream();
        }
    }

    /** What moves units to another key states their cost, which is looked up while the case is posted in order. */
    private static boolean movesUnits(JsonNode published) {
        return published
                .get("events")
                .valueStream()
                .anyMatch(event ->
                        Set.of("merger", "transfer").contains(event.get("type").asString()));
    }

    private static boolean canBeCorporateAction(JsonNode event) {
        return switch (event.get("type").asString()) {
            case "split" -> true;
            case "bonus" -> event.has("get");
            case "return_of_capital", "dividend", "dividend_owed" -> event.has("per_unit");
            default -> false;
        };
    }

    @ParameterizedTest
    @MethodSource("runs")
    void isAnsweredWithThePublishedNumbers(Run run) {
        PublishedBook book = new PublishedBook(http, run.published());
        List<JsonNode> events = run.published().get("events").valueStream().toList();
        if (run.form() == Form.IN_ORDER) {
            for (JsonNode event : events) {
                book.post(event);
                run.published()
                        .get("expect")
                        .valueStream()
                        .filter(expected ->
                                expected.get("after").asInt() == event.get("n").asInt())
                        .forEach(book::check);
            }
            return;
        }
        Seed seed = Seed.ofThisRun();
        if (movesUnits(run.published())) {
            events.forEach(book::post);
            PublishedBook shuffled = new PublishedBook(http, run.published());
            shuffled.postShuffled(book, seed.random());
            checkAtTheEnd(shuffled, run, seed);
            return;
        }
        List<JsonNode> shuffled = new ArrayList<>(events);
        Collections.shuffle(shuffled, seed.random());
        List<JsonNode> actions = run.form() == Form.SHUFFLED
                ? List.of()
                : shuffled.stream()
                        .filter(FinanceCasesTest::canBeCorporateAction)
                        .toList();
        shuffled.removeAll(actions);
        int at = switch (run.form()) {
            case ACTIONS_FIRST -> 0;
            case ACTIONS_BETWEEN -> shuffled.size() / 2;
            case IN_ORDER, SHUFFLED, ACTIONS_LAST -> shuffled.size();
        };
        shuffled.subList(0, at).forEach(book::post);
        actions.forEach(book::record);
        shuffled.subList(at, shuffled.size()).forEach(book::post);
        checkAtTheEnd(book, run, seed);
    }

    private static void checkAtTheEnd(PublishedBook book, Run run, Seed seed) {
        int last = run.published()
                .get("events")
                .valueStream()
                .mapToInt(event -> event.get("n").asInt())
                .max()
                .orElseThrow();
        run.published()
                .get("expect")
                .valueStream()
                .filter(expected -> expected.get("after").asInt() == last)
                .forEach(expected -> assertThat(book.differences(expected))
                        .as("%s, %s", run, seed)
                        .isEmpty());
    }

    /** The events of over-03: 1 bought, 0.5 sold, then 0.6 and 0.5 for sale. */
    @Test
    void unitsThatWereNotBoughtAreNotFree() {
        String id = UUID.randomUUID().toString();
        long portfolio = http.post(
                        "/api/v1/portfolio/",
                        "{\"user_id\": \"%s\", \"name\": \"over-03\", \"currency\": \"CHF\"}".formatted(id))
                .json()
                .get("id")
                .asLong();
        List<String> sides = List.of("1", "2", "2", "2");
        List<String> units = List.of("1", "0.5", "0.6", "0.5");
        for (int i = 0; i < sides.size(); i++) {
            HttpAnswer sent = http.post("/api/v1/trade/", """
                    {"ref_id": "%s-%d", "user_id": "%1$s", "portfolio": %d, "trade_type": %s, "security_type": "stock",
                     "ticker": "ETH", "volume": %s, "amount": "%s", "status": "success",
                     "executed_at": "2024-01-0%2$dT10:00:00Z"}""".formatted(
                            id, i + 1, portfolio, sides.get(i), units.get(i), i == 0 ? "10" : "5"));
            assertThat(sent.status()).as(sent.text()).isEqualTo(202);
        }

        List<String> states = List.of("applied", "applied", "rejected", "applied");
        for (int i = 0; i < states.size(); i++) {
            String trade = "/api/v1/trade/" + id + "-" + (i + 1);
            String state = states.get(i);
            patiently()
                    .until(
                            () -> http.get(trade),
                            answer -> answer.status() == 200
                                    && answer.text("state").equals(state));
        }
        assertThat(http.get("/api/v1/trade/" + id + "-3").text("detail")).contains("0.6 to sell, 0.5 held");
        HttpAnswer gains = http.get("/api/v1/portfolio/" + portfolio + "/realised-gains/");
        // 2 × 0.5 × (5 − 10).
        assertThat(gains.text("gain")).isEqualTo("-5");
    }
}
