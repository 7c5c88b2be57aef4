package io.trakkit.worker.apply;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.position.FoldedActivity;
import io.trakkit.domain.testing.RandomLedger;
import io.trakkit.domain.testing.RandomLedger.Step;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.CorporateAction;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.Ticker;
import io.trakkit.testing.Seed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * The corporate actions of a client with the tickers T0 and T1, each of which counts in all of its books: recorded, corrected, moved
 * from another ticker, withdrawn and recorded again. They come before any round, or after the last.
 */
final class ClientActions {

    private static final Instant RECEIVED = Instant.parse("2024-03-01T09:00:00Z");
    private static final CurrencyCode CURRENCY = new CurrencyCode("USD");
    private static final List<Ticker> TICKERS = List.of(new Ticker("T0"), new Ticker("T1"));

    /** A ticker that no book has, to which actions belong before they are corrected. */
    private static final Ticker OTHER = new Ticker("OTHER");

    private static final int STEPS = 200;

    private final ClientId client;
    private final RandomGenerator random;
    private final Map<RefId, CorporateAction> last = new HashMap<>();
    private final Map<RefId, FoldedActivity> inTheEnd = new HashMap<>();
    private final List<List<CorporateAction>> rounds = new ArrayList<>();

    ClientActions(int number, Seed seed, int rounds) {
        client = new ClientId("client-" + number);
        random = seed.random();
        List<CorporateAction> recorded = new ArrayList<>();
        for (Step step : RandomLedger.exactly(STEPS, seed).steps()) {
            switch (step) {
                case Step.Event _ -> {}
                case Step.Recorded(FoldedActivity action) -> {
                    inTheEnd.put(action.refId(), action);
                    TICKERS.forEach(ticker -> record(recorded, action, ticker));
                }
                case Step.Withdrawn(RefId name) -> {
                    inTheEnd.remove(name);
                    TICKERS.forEach(ticker -> Optional.ofNullable(last.get(idOf(name, ticker)))
                            .ifPresent(before -> recorded.add(withdrawn(before))));
                }
            }
        }
        int[] places = recorded.stream()
                .mapToInt(_ -> random.nextInt(rounds + 1))
                .sorted()
                .toArray();
        for (int i = 0; i <= rounds; i++) {
            this.rounds.add(new ArrayList<>());
        }
        for (int i = 0; i < places.length; i++) {
            this.rounds.get(places[i]).add(recorded.get(i));
        }
    }

    ClientId client() {
        return client;
    }

    /** What is recorded before a round, or after the last one. */
    List<CorporateAction> before(int round) {
        return rounds.get(round);
    }

    /** The actions that are there in the end, of every ticker. */
    Collection<FoldedActivity> inTheEnd() {
        return inTheEnd.values();
    }

    private void record(List<CorporateAction> recorded, FoldedActivity action, Ticker ticker) {
        RefId id = idOf(action.refId(), ticker);
        if (random.nextInt(5) == 0) {
            recorded.add(next(action, id, OTHER));
        }
        recorded.add(next(action, id, ticker));
    }

    /** The names of the tickers have one length, so that the ids are in the order of the names. */
    private static RefId idOf(RefId name, Ticker ticker) {
        return new RefId(name.value() + "-" + ticker.value());
    }

    private CorporateAction next(FoldedActivity action, RefId id, Ticker ticker) {
        SortedMap<String, FxRate> rates = new TreeMap<>();
        action.conversion()
                .filter(conversion -> !conversion.currency().equals(CURRENCY))
                .ifPresent(conversion -> rates.put(CURRENCY.value(), conversion.rate()));
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
}
