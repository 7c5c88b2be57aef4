package io.trakkit.domain.testing;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.value.Ticker;
import io.trakkit.testing.Seed;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Reproducible random logs with all that brokers do: buys, sells, oversells, back-dated trades, equal times, amendments
 * with and without an expected version, failures, repeats, conflicting ids, amendments of nothing, recalculations.
 */
public final class RandomBooks {

    /** The most events of a {@link #book}. */
    public static final int MAX_EVENTS = 200;

    private static final UserId USER = new UserId("u-1");
    private static final List<PositionKey> KEYS = List.of(key(1, "AAPL"), key(1, "GODREJIND"));

    private RandomBooks() {}

    /** A log of 1 to {@link #MAX_EVENTS} events of one or two keys, in the order of arrival. */
    public static List<TradeEvent> book(Seed seed) {
        RandomGenerator random = seed.random();
        List<PositionKey> keys = random.nextInt(3) == 0 ? KEYS : KEYS.subList(0, 1);
        return events(seed, USER, keys, 1 + random.nextInt(MAX_EVENTS));
    }

    /**
     * A log of so many events of these keys, in the order of arrival. Logs of different seeds have different ref_ids.
     *
     * @param user the owner of the keys' portfolios
     */
    public static List<TradeEvent> events(Seed seed, UserId user, List<PositionKey> keys, int count) {
        RandomBroker broker = new RandomBroker(seed, user, keys);
        while (broker.sent().size() < count) {
            broker.send();
        }
        return List.copyOf(broker.sent());
    }

    private static PositionKey key(long portfolio, String ticker) {
        return new PositionKey(ClientId.DEFAULT, new PortfolioId(portfolio), new Ticker(ticker));
    }
}
