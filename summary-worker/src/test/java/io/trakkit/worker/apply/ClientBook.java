package io.trakkit.worker.apply;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.position.FoldedActivity;
import io.trakkit.domain.testing.LegalOrders;
import io.trakkit.domain.testing.PlainLedger;
import io.trakkit.domain.testing.RandomLedger;
import io.trakkit.domain.testing.RandomLedger.Step;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.CorporateAction;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.Seed;
import io.trakkit.worker.testing.TwoClients;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * A random portfolio as the only one of a client: corporate actions hold for a client, and so for this book alone. Its events are
 * shuffled and twice in the log, in rounds; its actions come before any round, or after the last.
 */
final class ClientBook {

    private static final Instant RECEIVED = Instant.parse("2024-03-01T09:00:00Z");

    /** A ticker that the book has not, to which actions belong before they are corrected. */
    private static final Ticker OTHER = new Ticker("OTHER");

    private final Seed seed;
    private final ClientId client;
    private final PortfolioId portfolio;
    private final BookRules rules;
    private final RandomGenerator random;
    private final List<List<TradeEvent>> events = new ArrayList<>();
    private final List<List<CorporateAction>> actions = new ArrayList<>();
    private final Map<RefId, CorporateAction> last = new HashMap<>();
    private final PlainLedger expected;

    private ClientBook(RandomLedger ledger, Seed seed, int number, int rounds) {
        this.seed = seed;
        client = new ClientId("client-" + number);
        portfolio = new PortfolioId(number + 1);
        rules = ledger.rules();
        random = seed.random();
        List<TradeEvent> sent = new ArrayList<>();
        Map<RefId, FoldedActivity> inTheEnd = new HashMap<>();
        for (Step step : ledger.steps()) {
            switch (step) {
                case Step.Event(TradeEvent event) -> sent.add(TwoClients.claimed(client, portfolio, event));
                case Step.Recorded(FoldedActivity action) -> inTheEnd.put(action.refId(), action);
                case Step.Withdrawn(RefId name) -> inTheEnd.remove(name);
            }
        }
        List<TradeEvent> twice = Stream.concat(sent.stream(), sent.stream()).toList();
        expected = PlainLedger.of(twice, inTheEnd.values(), rules);
        inRounds(log(sent, twice), rounds).forEach(events::add);
        inRounds(corporateActions(ledger, sent), random, rounds + 1).forEach(actions::add);
    }

    /** A book of up to 200 records, whose ids some events share. */
    static ClientBook of(Seed seed, int number, int rounds) {
        return new ClientBook(RandomLedger.withConflicts(seed, 200), seed, number, rounds);
    }

    static ClientBook ofSteps(int steps, Seed seed, int number, int rounds) {
        return new ClientBook(RandomLedger.exactly(steps, seed), seed, number, rounds);
    }

    ClientId client() {
        return client;
    }

    PlainLedger expected() {
        return expected;
    }

    List<TradeEvent> events(int round) {
        return events.get(round);
    }

    /** What is recorded before a round, or after the last one. */
    List<CorporateAction> actions(int round) {
        return actions.get(round);
    }

    /** Some portfolios are of an earlier version: their currency is that of the client, which is USD. */
    void insertPortfolio(TestDatabase database) {
        Optional<String> currency = Optional.of(rules.currency().value()).filter(_ -> portfolio.value() % 5 > 0);
        database.jdbc()
                .sql("INSERT INTO clients (client_id) VALUES (?)")
                .param(client.value())
                .update();
        database.jdbc()
                .sql("INSERT INTO portfolios (client_id, portfolio_id, user_id, name, created_at, updated_at, currency,"
                        + " allow_short) VALUES (?, ?, 'u-1', 'book', '2024-01-01Z', '2024-01-01Z', NULLIF(?, ''), ?)")
                .params(client.value(), portfolio.value(), currency.orElse(""), rules.allowShort())
                .update();
    }

    /** One time in ten the repeats are among the first ones, else after all of them: each one ends a batch. */
    private List<TradeEvent> log(List<TradeEvent> sent, List<TradeEvent> twice) {
        return random.nextInt(10) == 0
                ? LegalOrders.shuffled(twice, random)
                : Stream.concat(
                                LegalOrders.shuffled(sent, random).stream(),
                                LegalOrders.shuffled(sent, random).stream())
                        .toList();
    }

    private static <T> List<List<T>> inRounds(List<T> all, int rounds) {
        List<List<T>> parts = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            parts.add(all.subList(all.size() * i / rounds, all.size() * (i + 1) / rounds));
        }
        return parts;
    }

    /** In their order, each in a random round. */
    private static <T> List<List<T>> inRounds(List<T> all, RandomGenerator random, int rounds) {
        int[] places =
                all.stream().mapToInt(_ -> random.nextInt(rounds)).sorted().toArray();
        List<List<T>> parts = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            parts.add(new ArrayList<>());
        }
        for (int i = 0; i < places.length; i++) {
            parts.get(places[i]).add(all.get(i));
        }
        return parts;
    }

    /** What happens to the actions of a book, for each of its tickers. */
    private List<CorporateAction> corporateActions(RandomLedger ledger, List<TradeEvent> sent) {
        TreeSet<Ticker> tickers = new TreeSet<>();
        sent.stream()
                .map(event -> event.key().ticker())
                .filter(ticker -> !ticker.equals(Ticker.CASH))
                .forEach(tickers::add);
        List<CorporateAction> recorded = new ArrayList<>();
        for (Step step : ledger.steps()) {
            for (Ticker ticker : tickers) {
                switch (step) {
                    case Step.Event _ -> {}
                    case Step.Recorded(FoldedActivity action) -> {
                        if (random.nextInt(5) == 0) {
                            recorded.add(next(action, idOf(action.refId(), ticker), OTHER));
                        }
                        recorded.add(next(action, idOf(action.refId(), ticker), ticker));
                    }
                    case Step.Withdrawn(RefId name) ->
                        Optional.ofNullable(last.get(idOf(name, ticker)))
                                .ifPresent(before -> recorded.add(withdrawn(before)));
                }
            }
        }
        return recorded;
    }

    /** The names of a book's tickers have one length, so that the ids are in the order of the names. */
    private static RefId idOf(RefId name, Ticker ticker) {
        return new RefId(name.value() + "-" + ticker.value());
    }

    private CorporateAction next(FoldedActivity action, RefId id, Ticker ticker) {
        SortedMap<String, FxRate> rates = new TreeMap<>();
        action.conversion()
                .filter(conversion -> !conversion.currency().equals(rules.currency()))
                .ifPresent(conversion -> rates.put(rules.currency().value(), conversion.rate()));
        CorporateAction before = last.get(id);
        CorporateAction next = new CorporateAction(
                client,
                id,
                ticker,
                action.terms(),
                Optional.empty(),
                action.tradeOrder().executedAt(),
                action.conversion().map(Conversion::currency),
                rates,
                false,
                before == null ? 1 : before.version() + 1,
                RECEIVED,
                RECEIVED);
        last.put(id, next);
        return next;
    }

    private CorporateAction withdrawn(CorporateAction before) {
        CorporateAction next = new CorporateAction(
                before.client(),
                before.id(),
                before.ticker(),
                before.terms(),
                before.exDate(),
                before.effectiveAt(),
                before.currency(),
                before.rates(),
                true,
                before.version() + 1,
                before.createdAt(),
                RECEIVED);
        last.put(before.id(), next);
        return next;
    }

    @Override
    public String toString() {
        return client + " with " + seed;
    }
}
