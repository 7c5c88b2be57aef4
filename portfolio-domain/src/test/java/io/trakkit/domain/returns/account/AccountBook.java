package io.trakkit.domain.returns.account;

import io.trakkit.domain.position.LastTrade;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.testing.PlainLedger;
import io.trakkit.domain.testing.PlainRecord;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Ratio;
import io.trakkit.domain.value.Ticker;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The records of a portfolio, each with the moment from which it counts. */
final class AccountBook {

    private static final int MONEY_SCALE = 20;

    private final CurrencyCode currency;
    private final SortedMap<Ticker, List<Entry>> securities = new TreeMap<>();
    private final List<Entry> cash = new ArrayList<>();

    /** A record, what it made of its position, and the moment from which it counts. */
    record Entry(PlainLedger.Step step, Instant from) {

        PlainRecord made() {
            return step.made();
        }

        boolean isApplied() {
            return made().isApplied();
        }

        /** Whether it is an activity or a corporate action of one of these types that has an effect. */
        boolean isOf(Collection<ActivityType> types) {
            ActivityType type = made().type();
            return isApplied() && type != null && types.contains(type) && !isWithoutEffect();
        }

        /** A corporate action where nothing is held. */
        boolean isWithoutEffect() {
            return made().isCorporateAction() && step.heldBefore().signum() == 0;
        }
    }

    /**
     * All units become more or fewer, and the price of each falls or rises.
     *
     * @param at its own time: quotes of earlier times are of the units before it
     * @param from when on the units of the portfolio are those after it
     * @param after how many units become of {@code before} units
     */
    record Split(Instant at, Instant from, BigDecimal after, BigDecimal before) {}

    AccountBook(PlainLedger ledger, CurrencyCode currency) {
        this.currency = currency;
        for (PositionKey key : ledger.lines().keySet()) {
            List<Entry> entries = counted(ledger.history(key));
            if (key.ticker().equals(Ticker.CASH)) {
                cash.addAll(entries);
            } else {
                securities.put(key.ticker(), entries);
            }
        }
    }

    /** Each counts from its execution or its receipt, whichever is earlier; none before those that precede it. */
    private static List<Entry> counted(List<PlainLedger.Step> steps) {
        List<Entry> entries = new ArrayList<>();
        Instant from = Instant.MIN;
        for (PlainLedger.Step step : steps) {
            PlainRecord made = step.made();
            Instant known = made.executedAt().isBefore(made.receivedAt()) ? made.executedAt() : made.receivedAt();
            from = known.isAfter(from) ? known : from;
            entries.add(new Entry(step, from));
        }
        return entries;
    }

    CurrencyCode currency() {
        return currency;
    }

    Collection<Ticker> tickers() {
        return securities.keySet();
    }

    List<Entry> ofTicker(Ticker ticker) {
        return Objects.requireNonNull(securities.get(ticker));
    }

    List<Entry> ofCash() {
        return cash;
    }

    /** The moments after one time and up to another from which records count. */
    NavigableSet<Instant> moments(Instant after, Instant until) {
        NavigableSet<Instant> moments = new TreeSet<>();
        List<Entry> all = new ArrayList<>(cash);
        securities.values().forEach(all::addAll);
        all.stream()
                .map(Entry::from)
                .filter(from -> from.isAfter(after) && !from.isAfter(until))
                .forEach(moments::add);
        return moments;
    }

    /** The position right after the records of a time. */
    Position position(Ticker ticker, Instant time) {
        return last(ticker, time).map(PlainLedger.Step::after).orElse(Position.EMPTY);
    }

    Optional<LastTrade> lastTrade(Ticker ticker, Instant time) {
        return last(ticker, time).flatMap(PlainLedger.Step::lastTrade);
    }

    private Optional<PlainLedger.Step> last(Ticker ticker, Instant time) {
        return ofTicker(ticker).stream()
                .filter(entry -> !entry.from().isAfter(time))
                .reduce((_, later) -> later)
                .map(Entry::step);
    }

    /** The splits and bonus issues of a ticker that count, in their order. */
    List<Split> splits(Ticker ticker) {
        List<Split> splits = new ArrayList<>();
        for (Entry entry : ofTicker(ticker)) {
            Ratio ratio = entry.made().ratio();
            if (entry.isApplied() && ratio != null) {
                BigDecimal kept = entry.made().type() == ActivityType.BONUS ? ratio.denominator() : BigDecimal.ZERO;
                splits.add(new Split(
                        entry.made().executedAt(),
                        entry.from(),
                        ratio.numerator().add(kept),
                        ratio.denominator()));
            }
        }
        return splits;
    }

    /** The conversion of a record whose money is not in the currency of the portfolio. */
    Optional<Conversion> foreign(Optional<Conversion> conversion) {
        return conversion.filter(stated -> !stated.currency().equals(currency));
    }

    /** Money of a record in the currency of the portfolio, at the rate of the record. */
    BigDecimal converted(PlainRecord made, BigDecimal money) {
        return rounded(foreign(made.conversion())
                .map(stated -> money.multiply(stated.rate().value()))
                .orElse(money));
    }

    /** q20 of docs/returns.md. */
    static BigDecimal rounded(BigDecimal exact) {
        return exact.setScale(MONEY_SCALE, RoundingMode.HALF_EVEN);
    }
}
