package io.trakkit.bench.log;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.Charges;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.SecurityType;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.Money;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Volume;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Buys, and sells of what is held, in order of time, on keys drawn at random; {@code hotShare} of them on the first key.
 * Each has a fee and is in another currency than its portfolio. One portfolio has a thousand tickers, one has ten, the others
 * share the rest. The trades come from twenty brokers which number their own, as exchanges do; event ids begin with the time, as
 * ingest-api makes them.
 */
public final class RandomTrades implements TradeSource {

    /** The number of portfolios that share the keys. */
    public static final int PORTFOLIOS = 1_000;

    /** The one with a thousand tickers. */
    public static final long LARGE_PORTFOLIO = 1;

    /** The one with ten. */
    public static final long SMALL_PORTFOLIO = 2;

    private static final int LARGE = 1_000;
    private static final int SMALL = 10;
    private static final int OTHERS = PORTFOLIOS - 2;

    private static final Instant BEGIN = Instant.parse("2024-01-02T09:15:00Z");
    private static final long MICROS_APART = 20_000;
    private static final int BROKERS = 20;
    private static final double BUYS = 0.6;
    private static final int MOST_UNITS = 100;

    /** A broker's fee for a trade. */
    public static final Charges CHARGES = new Charges(Money.of("4.9"), Money.ZERO);

    /** The currency of the trades, which is not that of their portfolios, and its rate as the broker states it. */
    public static final Conversion CONVERSION = new Conversion(new CurrencyCode("EUR"), FxRate.of("1.0837"));

    private final long seed;
    private final int count;
    private final int keys;
    private final double hotShare;
    private final boolean charged;

    private RandomTrades(long seed, int count, int keys, double hotShare, boolean charged) {
        this.seed = seed;
        this.count = count;
        this.keys = keys;
        this.hotShare = hotShare;
        this.charged = charged;
    }

    /** All keys are alike. */
    public static RandomTrades uniform(int count, int keys) {
        return new RandomTrades(1, count, keys, 0, true);
    }

    /** The same with other numbers, and other ref_ids. The trades of a seed are later than those of smaller seeds. */
    public RandomTrades seeded(long seed) {
        return new RandomTrades(seed, count, keys, hotShare, charged);
    }

    /** The same in the currency of the portfolios, and without fees. */
    public RandomTrades uncharged() {
        return new RandomTrades(seed, count, keys, hotShare, false);
    }

    /** One key has so large a share. */
    public static RandomTrades hot(int count, int keys, double share) {
        return new RandomTrades(1, count, keys, share, true);
    }

    @Override
    public int count() {
        return count;
    }

    /** The user whose portfolio it is. */
    public static UserId owner(long portfolio) {
        return new UserId(new UUID(0x5eed, portfolio).toString());
    }

    /** The ids of all portfolios. */
    public static LongStream portfolios() {
        return LongStream.rangeClosed(1, PORTFOLIOS);
    }

    /** The tickers of the two portfolios that have a number of their own. */
    public static List<Ticker> tickers() {
        return IntStream.range(0, LARGE + SMALL).mapToObj(RandomTrades::ticker).toList();
    }

    private static long portfolio(int key) {
        if (key < LARGE) {
            return LARGE_PORTFOLIO;
        }
        return key < LARGE + SMALL ? SMALL_PORTFOLIO : 3L + (key - LARGE - SMALL) % OTHERS;
    }

    private static Ticker ticker(int key) {
        int number = key;
        if (key >= LARGE + SMALL) {
            number = (key - LARGE - SMALL) / OTHERS;
        }
        return new Ticker("TICK%03d".formatted(number));
    }

    @Override
    public Iterator<TradeEvent> events() {
        return new Events();
    }

    private final class Events implements Iterator<TradeEvent> {

        private final SplittableRandom random = new SplittableRandom(seed);
        private final long[] held = new long[keys];
        private final Instant begin = BEGIN.plus(seed - 1, ChronoUnit.DAYS);
        private int made;

        @Override
        public boolean hasNext() {
            return made < count;
        }

        @Override
        public TradeEvent next() {
            int key = hotShare > 0 && random.nextDouble() < hotShare ? 0 : random.nextInt(keys);
            boolean buys = held[key] == 0 || random.nextDouble() < BUYS;
            long units = buys ? 1 + random.nextInt(MOST_UNITS) : 1 + random.nextLong(held[key]);
            held[key] += buys ? units : -units;
            Instant executedAt = begin.plus(made * MICROS_APART, ChronoUnit.MICROS);
            Instant receivedAt = executedAt.plusMillis(30);
            long portfolio = portfolio(key);
            Trade trade = new Trade(
                    new RefId("BRK%02d-%d-%09d".formatted(random.nextInt(BROKERS), seed, made)),
                    owner(portfolio),
                    new PortfolioId(portfolio),
                    buys ? Side.BUY : Side.SELL,
                    SecurityType.STOCK,
                    ticker(key),
                    new Volume(BigDecimal.valueOf(units)),
                    new Price(BigDecimal.valueOf(10_000L + key % 5_000 + random.nextInt(2_000), 2)),
                    TradeStatus.SUCCESS,
                    executedAt,
                    Optional.empty(),
                    charged ? CHARGES : Charges.NONE,
                    charged ? Optional.of(CONVERSION) : Optional.empty());
            made++;
            return new TradeEvent.Created(id(receivedAt), ClientId.DEFAULT, receivedAt, trade, false);
        }

        /** A UUID of version 7. */
        private UUID id(Instant at) {
            long high = at.toEpochMilli() << 16 | 0x7000L | random.nextInt(0x1000);
            return new UUID(high, 0x8000000000000000L | random.nextLong() >>> 2);
        }
    }
}
