package io.trakkit.query.returns;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.trakkit.domain.lots.CostMethod;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.position.HeldPosition;
import io.trakkit.domain.returns.Cash;
import io.trakkit.domain.returns.PortfolioReturn;
import io.trakkit.domain.valuation.Mark;
import io.trakkit.domain.valuation.Splits;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Ticker;
import io.trakkit.prices.LivePrices;
import io.trakkit.query.Snapshots;
import io.trakkit.store.query.HeldPortfolio;
import io.trakkit.store.query.Holdings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** The present returns of portfolios, remembered while nothing changes. */
final class PresentReturns {

    /** As far as a record can be received ahead of this clock. */
    private static final Duration AHEAD = Duration.ofDays(1);

    /** Many times as long as a read of a thousand positions takes. */
    private static final Duration PATIENCE = Duration.ofMillis(300);

    /** Positions, of at most two kilobytes each, their JSON included; a portfolio may well have a thousand. */
    private static final int MOST_REMEMBERED = 20_000;

    /** A few hundred bytes each. */
    private static final int MOST_COUNTED = 10_000;

    private final Snapshots snapshots;
    private final Holdings holdings;
    private final PortfolioCash cash;
    private final PastReturns past;
    private final PresentPrices prices;
    private final Clock clock;
    private final SharedReads<Asked, Optional<AnsweredReturn>> reads = new SharedReads<>(PATIENCE);

    /** The last return of each portfolio. */
    private final Cache<Asked, Remembered> remembered = Caffeine.newBuilder()
            .maximumWeight(MOST_REMEMBERED)
            .weigher((Asked _, Remembered last) -> 1 + last.held().positions().size())
            .build();

    /** The cash by the digest of all that it depends on: it takes all records of the portfolio. */
    private final Cache<CashKey, Counted> counted =
            Caffeine.newBuilder().maximumSize(MOST_COUNTED).build();

    /** The return of positions at the prices of the last request. */
    private record Remembered(
            HeldPortfolio held, Map<Ticker, Mark> marks, Optional<Cash.Valued> cash, AnsweredReturn answered) {

        /** Positions are compared one by one only if they were read again. */
        boolean isOf(HeldPortfolio present, Map<Ticker, Mark> presentMarks, Optional<Cash.Valued> presentCash) {
            return held.equals(present) && marks.equals(presentMarks) && cash.equals(presentCash);
        }
    }

    private record Asked(ClientId client, PortfolioId portfolio) {}

    private record CashKey(ClientId client, PortfolioId portfolio, String digest) {}

    /**
     * The cash of a portfolio.
     *
     * @param other the positions that it belongs to, if they have changed in between
     */
    private record Counted(Optional<HeldPortfolio> other, Optional<Cash> cash) {

        HeldWithCash of(HeldPortfolio found) {
            return new HeldWithCash(other.orElse(found), cash);
        }
    }

    PresentReturns(
            Snapshots snapshots,
            Holdings holdings,
            PortfolioCash cash,
            PastReturns past,
            PresentPrices prices,
            Clock clock) {
        this.snapshots = snapshots;
        this.holdings = holdings;
        this.cash = cash;
        this.past = past;
        this.prices = prices;
        this.clock = clock;
    }

    /**
     * The return of a portfolio; empty if the client has no portfolio with that id. All positions and their last trades are of
     * one moment. The summaries of version 1 of the fold lack the last trades; one statement then reads all positions again
     * and looks the trades up. Callers that ask for the same portfolio meanwhile share the next read.
     */
    Optional<AnsweredReturn> of(ClientId client, PortfolioId portfolio) {
        return reads.get(new Asked(client, portfolio), () -> read(client, portfolio));
    }

    private Optional<AnsweredReturn> read(ClientId client, PortfolioId portfolio) {
        Optional<HeldPortfolio> found = holdings.of(client, portfolio);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        if (prices.suffice(found.get().positions().values())) {
            return Optional.of(remembered(new Asked(client, portfolio), withCash(client, portfolio, found.get())));
        }
        return lastTradesAndCash(client, portfolio, found.get().movesCash()).map(this::answered);
    }

    /** All of one moment: where there is cash, positions and cash are read in one snapshot. */
    private HeldWithCash withCash(ClientId client, PortfolioId portfolio, HeldPortfolio found) {
        if (!found.movesCash()) {
            return new HeldWithCash(found, Optional.empty());
        }
        CashKey key = new CashKey(client, portfolio, found.digest());
        Counted now = counted.get(
                key,
                _ -> snapshots.read(() -> {
                    HeldPortfolio held = holdings.of(client, portfolio).orElse(found);
                    return new Counted(
                            Optional.of(held).filter(read -> !read.digest().equals(found.digest())),
                            cash(client, portfolio, held));
                }));
        // Positions that have changed in between are remembered elsewhere: here they would stay under a digest that is
        // over.
        now.other().ifPresent(newer -> {
            counted.put(new CashKey(client, portfolio, newer.digest()), new Counted(Optional.empty(), now.cash()));
            counted.invalidate(key);
        });
        return now.of(found);
    }

    private Optional<HeldWithCash> lastTradesAndCash(ClientId client, PortfolioId portfolio, boolean movesCash) {
        if (!movesCash) {
            return holdings.withLastTrades(client, portfolio).map(held -> new HeldWithCash(held, Optional.empty()));
        }
        return snapshots.read(() -> holdings.withLastTrades(client, portfolio)
                .map(held -> new HeldWithCash(held, cash(client, portfolio, held))));
    }

    /** The cash with all records that the positions have: those may have been received by a clock that is ahead. */
    private Optional<Cash> cash(ClientId client, PortfolioId portfolio, HeldPortfolio held) {
        return cash.at(client, portfolio, held.rules(), clock.instant().plus(AHEAD));
    }

    /** The return of a portfolio by a cost method, folded when asked for. */
    AnsweredReturn by(CostMethod method, Portfolio portfolio) {
        return answered(past.positions(portfolio, clock.instant().truncatedTo(ChronoUnit.MICROS), method));
    }

    private static List<Ticker> open(SequencedMap<Ticker, HeldPosition> positions) {
        List<Ticker> open = new ArrayList<>(positions.size());
        positions.forEach((ticker, heldPosition) -> {
            if (heldPosition.position().isOpen()) {
                open.add(ticker);
            }
        });
        return open;
    }

    private Map<Ticker, Mark> marks(HeldPortfolio held) {
        SequencedMap<Ticker, HeldPosition> positions = held.positions();
        LivePrices.Known quotes = prices.quotes(open(positions));
        Instant now = clock.instant();
        Map<Ticker, Mark> marks = HashMap.newHashMap(positions.size());
        positions.forEach((ticker, heldPosition) -> {
            if (heldPosition.position().isOpen()) {
                marks.put(
                        ticker,
                        prices.mark(
                                now,
                                quotes,
                                ticker,
                                heldPosition,
                                held.splits().getOrDefault(ticker, Splits.NONE),
                                held.rules().currency()));
            }
        });
        return marks;
    }

    private Optional<Cash.Valued> valued(HeldWithCash found) {
        return found.cash()
                .map(balances -> prices.valued(balances, found.held().rules().currency(), clock.instant()));
    }

    private AnsweredReturn remembered(Asked asked, HeldWithCash found) {
        HeldPortfolio held = found.held();
        Map<Ticker, Mark> marks = marks(held);
        Optional<Cash.Valued> valued = valued(found);
        Remembered last = remembered.getIfPresent(asked);
        if (last == null || !last.isOf(held, marks, valued)) {
            WrittenReturn former = last == null ? null : last.answered().written();
            last = new Remembered(held, marks, valued, answered(held, marks, valued, former));
            remembered.put(asked, last);
        }
        return last.answered();
    }

    private AnsweredReturn answered(HeldWithCash found) {
        return answered(found.held(), marks(found.held()), valued(found), null);
    }

    private static AnsweredReturn answered(
            HeldPortfolio held, Map<Ticker, Mark> marks, Optional<Cash.Valued> cash, @Nullable WrittenReturn former) {
        PortfolioReturn portfolio = PortfolioReturn.of(held.positions(), (ticker, _) -> marks.get(ticker));
        CurrencyCode currency = held.rules().currency();
        return AnsweredReturn.of(WrittenReturn.of(portfolio, _ -> currency, former), cash, currency, null);
    }
}
