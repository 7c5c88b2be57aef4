package io.trakkit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.position.FoldedActivity;
import io.trakkit.domain.testing.RandomLedger;
import io.trakkit.domain.testing.RandomLedger.Step;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.CorporateAction;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.testing.SmallWorker;
import io.trakkit.testing.HttpAnswer;
import io.trakkit.testing.Seed;
import io.trakkit.wire.event.TradeEventCodec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Explanations of random portfolios with every kind of record, next to their summaries. */
class ExplainedBooksTest extends ApiTest {

    private static final int PORTFOLIOS = 12;
    private static final CurrencyCode OWN = new CurrencyCode("USD");

    private final SmallWorker worker = new SmallWorker(DATABASE);
    private final TradeEventCodec codec = new TradeEventCodec();
    private final Seed seed = Seed.ofThisRun();

    /** By the name of an action and the ticker. */
    private final Map<String, CorporateAction> actions = new HashMap<>();

    private LogPartition partition = new LogPartition(UUID.randomUUID(), 0);
    private long offset;

    @Test
    void theEffectsOfAllRecordsLeadToTheSummary() {
        for (int i = 0; i < PORTFOLIOS; i++) {
            Seed ofPortfolio = seed.plus(i);
            model.empty();
            book(RandomLedger.of(ofPortfolio, 120));
            JsonNode summaries = get("/api/v1/portfolio-summary/?include_closed=true&page_size=100")
                    .json()
                    .get("results");
            for (JsonNode summary : summaries) {
                check(summary, ofPortfolio.toString());
            }
            checkReturn(ofPortfolio.toString());
        }
    }

    /** The factors of a span lead to its return, and each begins with the value that the one before left. */
    private void checkReturn(String what) {
        String span = "?from=2024-03-01T09:15:01Z&to=2024-03-01T09:15:30Z";
        JsonNode explained = json(get("/api/v1/portfolio/1/explain/" + span + "&page_size=1000"), what);
        JsonNode performance = json(get("/api/v1/portfolio/1/performance/" + span), what);
        assertThat(explained.get("time_weighted")).as(what).isEqualTo(performance.get("time_weighted"));
        BigDecimal growth = BigDecimal.ONE;
        BigDecimal begin = null;
        String at = "2024-03-01T09:15:01.000000Z";
        for (JsonNode part : explained.get("results")) {
            assertThat(part.get("from").stringValue()).as(what).isEqualTo(at);
            if (begin != null) {
                assertThat(number(part, "begin")).as(part + what).isEqualByComparingTo(begin);
            }
            growth = number(part, "growth");
            at = part.get("to").stringValue();
            begin = part.get("flow").isNull() ? null : number(part, "end").add(number(part, "flow"));
        }
        assertThat(at).as(what).isEqualTo("2024-03-01T09:15:30.000000Z");
        if (!explained.get("time_weighted").isNull()) {
            BigDecimal percentage = growth.subtract(BigDecimal.ONE).movePointRight(2);
            assertThat(number(explained, "time_weighted").subtract(percentage).abs())
                    .as(what)
                    .isLessThanOrEqualTo(new BigDecimal("0.00006"));
        }
    }

    private static BigDecimal number(JsonNode of, String field) {
        return new BigDecimal(of.get(field).stringValue());
    }

    /** Walks all pages, and follows each number from record to record. */
    private void check(JsonNode summary, String what) {
        String path = "/api/v1/portfolio/1/explain/" + summary.get("ticker").stringValue() + "/?page_size=7";
        Map<String, String> numbers = new TreeMap<>(
                Map.of("held", "0", "cost", "0", "fees", "0", "realised", "0", "income", "0", "average", "0.00"));
        List<String> walked = new ArrayList<>();
        JsonNode page = null;
        for (String next = path; next != null; ) {
            page = json(get(next), what);
            for (JsonNode row : page.get("results")) {
                String place = row.get("place").toString();
                if (!place.equals("null")) {
                    walked.add(place);
                    follow(row, numbers, what);
                }
            }
            next = page.get("next").isNull() ? null : page.get("next").stringValue();
        }
        for (int i = 0; i < walked.size(); i++) {
            assertThat(walked.get(i)).as(what).isEqualTo(Integer.toString(i + 1));
        }
        assertThat(page).isNotNull();
        JsonNode totals = page.get("totals");
        Map<String, String> names = Map.of(
                "held", "volume_text",
                "cost", "cost",
                "fees", "fees",
                "realised", "realised_return",
                "income", "income",
                "average", "average_amount");
        names.forEach((number, ofSummary) -> {
            String expected = summary.get(ofSummary).stringValue();
            assertThat(numbers.get(number)).as(number + ", " + what).isEqualTo(expected);
            assertThat(totals.get(number).stringValue())
                    .as(number + ", " + what)
                    .isEqualTo(expected);
        });
        for (String local : List.of("local_currency", "local_cost", "local_realised")) {
            assertThat(totals.get(local)).as(local + ", " + what).isEqualTo(summary.get(local));
        }
    }

    private static void follow(JsonNode row, Map<String, String> numbers, String what) {
        for (JsonNode effect : row.get("effects")) {
            String number = effect.get("number").stringValue();
            if (!number.startsWith("local_")) {
                assertThat(effect.get("before").stringValue())
                        .as(row + ", " + what)
                        .isEqualTo(numbers.put(number, effect.get("after").stringValue()));
            }
        }
        numbers.forEach((number, now) -> {
            if (!number.startsWith("local_")) {
                assertThat(row.at("/after/" + number).stringValue())
                        .as(row + ", " + what)
                        .isEqualTo(now);
            }
        });
        assertThat(row.get("events")).as(row + ", " + what).isNotEmpty();
    }

    private static JsonNode json(HttpAnswer answer, String what) {
        assertThat(answer.status()).as(answer.text() + ", " + what).isEqualTo(200);
        return answer.json();
    }

    private void book(RandomLedger ledger) {
        actions.clear();
        partition = new LogPartition(UUID.randomUUID(), 0);
        offset = 0;
        model.portfolio(1, "u-1", "random", OWN.value(), ledger.rules().allowShort());
        for (Step step : ledger.steps()) {
            switch (step) {
                case Step.Event(TradeEvent event) -> apply(event);
                case Step.Recorded(FoldedActivity action) -> tickers(ledger).forEach(ticker -> record(ticker, action));
                case Step.Withdrawn(RefId name) -> tickers(ledger).forEach(ticker -> withdraw(ticker, name));
            }
        }
    }

    private void apply(TradeEvent event) {
        try {
            worker.apply(event, partition.at(offset), codec.encode(event));
        } catch (IllegalArgumentException refused) {
            String detail = String.valueOf(refused.getMessage());
            worker.refuse(event, partition.at(offset), DeadLetterReason.UNKNOWN_TRADE, detail);
        }
        offset++;
    }

    private static Set<Ticker> tickers(RandomLedger ledger) {
        TreeSet<Ticker> tickers = new TreeSet<>();
        for (Step step : ledger.steps()) {
            if (step instanceof Step.Event(TradeEvent event)
                    && !event.key().ticker().equals(Ticker.CASH)) {
                tickers.add(event.key().ticker());
            }
        }
        return tickers;
    }

    /** A bonus of a fixed number of units is none of all holders: it is left out. */
    private void record(Ticker ticker, FoldedActivity action) {
        if (action.terms().volume().isPresent()) {
            return;
        }
        Optional<Conversion> conversion = action.conversion();
        TreeMap<String, FxRate> rates = new TreeMap<>();
        conversion.ifPresent(stated -> rates.put(OWN.value(), stated.rate()));
        save(new CorporateAction(
                ClientId.DEFAULT,
                new RefId(action.refId() + "-" + ticker),
                ticker,
                action.terms(),
                Optional.empty(),
                action.tradeOrder().executedAt(),
                conversion.map(Conversion::currency),
                rates,
                false,
                1,
                ReadModel.TIME,
                ReadModel.TIME));
    }

    private void withdraw(Ticker ticker, RefId name) {
        CorporateAction known = actions.get(name + "-" + ticker);
        if (known != null) {
            save(new CorporateAction(
                    known.client(),
                    known.id(),
                    ticker,
                    known.terms(),
                    known.exDate(),
                    known.effectiveAt(),
                    known.currency(),
                    known.rates(),
                    true,
                    known.version() + 1,
                    known.createdAt(),
                    known.updatedAt()));
        }
    }

    /** Saves it, and folds the position again if there is one. */
    private void save(CorporateAction action) {
        CorporateAction former = actions.put(action.id().value(), action);
        var from = former == null || former.effectiveAt().isAfter(action.effectiveAt())
                ? action.effectiveAt()
                : former.effectiveAt();
        worker.record(action, from);
        PositionKey key = new PositionKey(ClientId.DEFAULT, new PortfolioId(1), action.ticker());
        if (model.amounts().stream()
                .anyMatch(amounts -> amounts.ticker().equals(action.ticker().value()))) {
            worker.refold(key, from);
        } else {
            model.execute("DELETE FROM refolds WHERE ticker = '" + action.ticker() + "'");
        }
    }
}
