package io.trakkit.worker.apply;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.testing.LegalOrders;
import io.trakkit.domain.testing.PlainLedger;
import io.trakkit.domain.testing.RandomLedger;
import io.trakkit.domain.testing.RandomLedger.Step;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.Seed;
import io.trakkit.worker.testing.TwoClients;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** A random portfolio of a client. Its events are shuffled and twice in the log, in rounds. */
final class ClientBook {

    private final Seed seed;
    private final ClientId client;
    private final PortfolioId portfolio;
    private final BookRules rules;
    private final List<List<TradeEvent>> events = new ArrayList<>();
    private final PlainLedger expected;

    private ClientBook(RandomLedger ledger, ClientActions actions, Seed seed, int number, int rounds) {
        this.seed = seed;
        client = actions.client();
        portfolio = new PortfolioId(number);
        rules = ledger.rules();
        List<TradeEvent> sent = new ArrayList<>();
        for (Step step : ledger.steps()) {
            if (step instanceof Step.Event(TradeEvent event)) {
                sent.add(TwoClients.claimed(client, portfolio, event));
            }
        }
        List<TradeEvent> twice = Stream.concat(sent.stream(), sent.stream()).toList();
        expected = PlainLedger.of(twice, actions.inTheEnd(), rules);
        List<TradeEvent> log = log(sent, twice, seed.random());
        for (int i = 0; i < rounds; i++) {
            events.add(log.subList(log.size() * i / rounds, log.size() * (i + 1) / rounds));
        }
    }

    /** A book with a number of steps, some of which take the ids of others. */
    static ClientBook of(int steps, ClientActions actions, Seed seed, int number, int rounds) {
        return new ClientBook(
                RandomLedger.withConflicts(steps, seed, "b" + number + "-"), actions, seed, number, rounds);
    }

    ClientId client() {
        return client;
    }

    PortfolioId portfolio() {
        return portfolio;
    }

    PlainLedger expected() {
        return expected;
    }

    List<TradeEvent> events(int round) {
        return events.get(round);
    }

    /** Some portfolios are of an earlier version: their currency is that of the client, which is USD. */
    void insertPortfolio(TestDatabase database) {
        Optional<String> currency = Optional.of(rules.currency().value()).filter(_ -> portfolio.value() % 5 > 0);
        database.jdbc()
                .sql("INSERT INTO clients (client_id) VALUES (?) ON CONFLICT DO NOTHING")
                .param(client.value())
                .update();
        database.jdbc()
                .sql("INSERT INTO portfolios (client_id, portfolio_id, user_id, name, created_at, updated_at, currency,"
                        + " allow_short) VALUES (?, ?, 'u-1', ?, '2024-01-01Z', '2024-01-01Z', NULLIF(?, ''), ?)")
                .params(client.value(), portfolio.value(), "book " + portfolio, currency.orElse(""), rules.allowShort())
                .update();
    }

    /** One time in ten the repeats are among the first ones, else after all of them: each one ends a batch. */
    private static List<TradeEvent> log(List<TradeEvent> sent, List<TradeEvent> twice, RandomGenerator random) {
        return random.nextInt(10) == 0
                ? LegalOrders.shuffled(twice, random)
                : Stream.concat(
                                LegalOrders.shuffled(sent, random).stream(),
                                LegalOrders.shuffled(sent, random).stream())
                        .toList();
    }

    @Override
    public String toString() {
        return client + ", portfolio " + portfolio + " with " + seed;
    }
}
