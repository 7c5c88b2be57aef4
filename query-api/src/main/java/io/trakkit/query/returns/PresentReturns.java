package io.trakkit.query.returns;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.trakkit.domain.lots.CostMethod;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.position.HeldPosition;
import io.trakkit.domain.returns.Mark;
import io.trakkit.domain.returns.PortfolioReturn;
import io.trakkit.domain.returns.Splits;
import io.trakkit.domain.value.Ticker;
import io.trakkit.prices.LivePrices;
import io.trakkit.store.query.HeldPortfolio;
import io.trakkit.store.query.Holdings;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** The present returns of portfolios, remembered while nothing changes. */
final class PresentReturns {

    private final Holdings holdings;
    private final PastReturns past;
    private final PresentPrices prices;
    private final Clock clock;

    /** The key is the identity of the positions, not their content: it is the same object while they have not changed. */
    private final Cache<HeldPortfolio, Remembered> remembered =
            Caffeine.newBuilder().weakKeys().build();

    /** The return of positions at the prices of the last request. */
    private record Remembered(Map<Ticker, Mark> marks, AnsweredReturn answered) {}

    PresentReturns(Holdings holdings, PastReturns past, PresentPrices prices, Clock clock) {
        this.holdings = holdings;
        this.past = past;
        this.prices = prices;
        this.clock = clock;
    }

    /**
     * The return of a portfolio; empty if the client has no portfolio with that id. All positions and their last trades are of
     * one moment. The summaries of version 1 of the fold lack the last trades; one statement then reads all positions again
     * and looks the trades up.
     */
    Optional<AnsweredReturn> of(ClientId client, PortfolioId portfolio) {
        Optional<HeldPortfolio> found = holdings.of(client, portfolio);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        if (prices.suffice(found.get().positions().values())) {
            return Optional.of(remembered(found.get(), marks(found.get())));
        }
        return holdings.withLastTrades(client, portfolio).map(held -> answered(held, marks(held)));
    }

    /** The return of a portfolio by a cost method, folded when asked for. */
    AnsweredReturn by(CostMethod method, Portfolio portfolio) {
        HeldPortfolio held = past.positions(portfolio, clock.instant().truncatedTo(ChronoUnit.MICROS), method);
        return answered(held, marks(held));
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

    /** After a change of prices one of several concurrent requests computes the return, and the others wait for it. */
    private AnsweredReturn remembered(HeldPortfolio held, Map<Ticker, Mark> marks) {
        Remembered last = remembered.getIfPresent(held);
        if (last == null || !last.marks().equals(marks)) {
            last = remembered
                    .asMap()
                    .compute(
                            held,
                            (_, present) -> present != null && present.marks().equals(marks)
                                    ? present
                                    : new Remembered(marks, answered(held, marks)));
        }
        return last.answered();
    }

    private static AnsweredReturn answered(HeldPortfolio held, Map<Ticker, Mark> marks) {
        return AnsweredReturn.of(
                PortfolioReturn.of(held.positions(), (ticker, _) -> marks.get(ticker)),
                held.rules().currency(),
                null);
    }
}
