package io.trakkit.query.explain.returns;

import io.trakkit.domain.lots.CashMovement;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.price.RatesAt;
import io.trakkit.domain.returns.Cash;
import io.trakkit.domain.returns.CashReader;
import io.trakkit.domain.trade.Rank;
import io.trakkit.domain.valuation.Pricing;
import io.trakkit.domain.valuation.Valuation;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Ticker;
import io.trakkit.query.Rules;
import io.trakkit.query.Snapshots;
import io.trakkit.query.explain.EventsOfRecords;
import io.trakkit.query.explain.LoggedRecordAnswer;
import io.trakkit.query.page.PageOfRows;
import io.trakkit.store.query.PastHoldings;
import io.trakkit.store.query.page.Slice;
import io.trakkit.store.query.trades.RecordEvents;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Reads what the cash of a portfolio is made of, and the events of the records on the page: all in one snapshot. */
@Component
final class ExplainedCash {

    private final Snapshots snapshots;
    private final PastHoldings holdings;
    private final Pricing pricing;
    private final RatesAt rates;
    private final RecordEvents events;

    ExplainedCash(Snapshots snapshots, PastHoldings holdings, Pricing pricing, RatesAt rates, RecordEvents events) {
        this.snapshots = snapshots;
        this.holdings = holdings;
        this.pricing = pricing;
        this.rates = rates;
        this.events = events;
    }

    /** The place of a movement: by the time from which it counts, then by ticker and as the fold orders the records. */
    record Key(Instant at, String ticker, int rank, String refId) implements Comparable<Key> {

        private static final Comparator<Key> ORDER = Comparator.comparing(Key::at)
                .thenComparing(Key::ticker)
                .thenComparingInt(Key::rank)
                .thenComparing(Key::refId);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }

        List<String> texts() {
            return List.of(at.toString(), ticker, Integer.toString(rank), refId);
        }

        static Key of(List<String> texts) {
            return new Key(Instant.parse(texts.get(0)), texts.get(1), Integer.parseInt(texts.get(2)), texts.get(3));
        }
    }

    /** A record that moves cash. */
    record Moved(Ticker ticker, FoldedRecord folded, Instant countsFrom, CashMovement movement) {}

    /**
     * The balance of a currency.
     *
     * @param rate into the portfolio's currency; empty if none is known
     */
    record Balance(Cash.Balance balance, Optional<Pricing.Rate> rate) {}

    /**
     * Explained cash.
     *
     * @param valued in the portfolio's currency; empty while cash is not tracked
     */
    record Explained(
            Slice<Map.Entry<Key, CashEntryAnswer>> movements, List<Balance> balances, Optional<Cash.Valued> valued) {}

    /**
     * Reads the page.
     *
     * @param at the last time from which records count, included; rates are those of it
     * @param user to whom the caller is bound, if it is: refused events of others are not shown
     */
    Explained read(Portfolio portfolio, Instant at, Optional<UserId> user, PageOfRows<Key, Moved> rows) {
        BookRules rules = Rules.of(portfolio);
        return snapshots.read(() -> {
            CashReader reader = new CashReader(
                    rules,
                    (ticker, folded, countsFrom, movement) -> rows.add(
                            key(ticker, folded, countsFrom), () -> new Moved(ticker, folded, countsFrom, movement)));
            holdings.visitAllWithCash(portfolio.client(), portfolio.id(), at, reader);
            Valuation valuation = new Valuation(rules.currency(), rates);
            return new Explained(
                    withEvents(portfolio, rules.currency(), user, rows.slice()),
                    reader.balances().balances().stream()
                            .map(balance -> new Balance(
                                    balance, pricing.rate(balance.currency(), balance.conversion(), at, valuation)))
                            .toList(),
                    reader.cash().map(cash -> cash.valued(at, pricing, valuation)));
        });
    }

    private static Key key(Ticker ticker, FoldedRecord folded, Instant countsFrom) {
        Rank rank = folded.tradeOrder().rank();
        return new Key(countsFrom, ticker.value(), rank.code(), folded.refId().value());
    }

    private Slice<Map.Entry<Key, CashEntryAnswer>> withEvents(
            Portfolio portfolio, CurrencyCode currency, Optional<UserId> user, Slice<Map.Entry<Key, Moved>> slice) {
        List<FoldedRecord> records =
                slice.rows().stream().map(row -> row.getValue().folded()).toList();
        EventsOfRecords eventsOf = EventsOfRecords.read(events, portfolio.client(), records, EventsOfRecords.FEW, user);
        return new Slice<>(
                slice.rows().stream()
                        .map(row -> Map.entry(row.getKey(), answer(row.getValue(), eventsOf, currency)))
                        .toList(),
                slice.more(),
                slice.total());
    }

    private static CashEntryAnswer answer(Moved moved, EventsOfRecords eventsOf, CurrencyCode currency) {
        return new CashEntryAnswer(
                moved.countsFrom(),
                moved.movement().amount().toPlainString(),
                moved.movement().currency().value(),
                LoggedRecordAnswer.of(moved.ticker(), moved.folded(), eventsOf, currency));
    }
}
