package io.trakkit.domain.returns.account;

import io.trakkit.domain.position.Position;
import io.trakkit.domain.returns.account.AccountBook.Entry;
import io.trakkit.domain.value.Ticker;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Values, cash and returns of a portfolio: each number is worked out from the first record on, for itself alone. */
final class AccountReturns {

    static final MathContext EXACTLY = new MathContext(150);

    private final AccountBook book;
    private final AccountPrices prices;
    private final AccountCash cash;

    AccountReturns(Scenario scenario) {
        book = new AccountBook(scenario.ledger(), scenario.rules().currency());
        prices = new AccountPrices(book, scenario.market());
        cash = new AccountCash(book, prices);
    }

    /**
     * A part of a span between two flows.
     *
     * @param after the value with which the next part begins; empty for the last part
     */
    record Part(Instant to, BigDecimal begin, BigDecimal end, Optional<BigDecimal> after) {}

    /** A flow of the owner: what is got, less than zero for what is put in. */
    record Flow(Instant at, Ticker ticker, BigDecimal amount) {}

    AccountBook book() {
        return book;
    }

    AccountPrices prices() {
        return prices;
    }

    BigDecimal value(Instant time) {
        return prices.value(time);
    }

    /** A sum over all positions. */
    BigDecimal sum(Instant time, Function<Position, BigDecimal> part) {
        return book.tickers().stream()
                .map(ticker -> part.apply(book.position(ticker, time)))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Empty while cash is not tracked. */
    Optional<BigDecimal> cash(Instant time) {
        return cash.isTracked(time) ? Optional.of(cash.after(time)) : Optional.empty();
    }

    boolean isStale(Instant time) {
        return prices.isStale(time) || (cash.isTracked(time) && cash.isStale(time));
    }

    /** What can grow: the units, and the cash from when on it is tracked. */
    private BigDecimal whole(Instant time) {
        return value(time).add(cash(time).orElse(BigDecimal.ZERO));
    }

    /** The return in percent, not rounded; empty where no part begins or ends with more than zero. */
    Optional<BigDecimal> timeWeighted(Instant from, Instant to) {
        BigDecimal growth = BigDecimal.ONE;
        boolean isInvested = false;
        for (Part part : parts(from, to)) {
            if (part.begin().signum() > 0) {
                growth = growth.multiply(part.end().max(BigDecimal.ZERO)).divide(part.begin(), EXACTLY);
            }
            isInvested |= part.begin().signum() > 0 || part.end().signum() > 0;
        }
        return isInvested ? Optional.of(growth.subtract(BigDecimal.ONE).movePointRight(2)) : Optional.empty();
    }

    List<Part> parts(Instant from, Instant to) {
        List<Part> parts = new ArrayList<>();
        BigDecimal begin = whole(from);
        for (Instant moment : book.moments(from, to)) {
            for (Cut cut : cash.isTracked(moment) ? withCash(moment) : withoutCash(moment)) {
                parts.add(new Part(moment, begin, cut.before(), Optional.of(cut.after())));
                begin = cut.after();
            }
        }
        parts.add(new Part(to, begin, whole(to), Optional.empty()));
        return parts;
    }

    /** The values right before and right after a flow. */
    private record Cut(BigDecimal before, BigDecimal after) {}

    /** What buys cost is put in, what sales and dividends bring is taken out. */
    private List<Cut> withoutCash(Instant moment) {
        boolean isFlow = book.tickers().stream()
                .anyMatch(ticker -> instant(ticker, moment).hasFlow());
        if (!isFlow) {
            return List.of();
        }
        BigDecimal before = valueBefore(moment).add(sum(moment, (instant, _) -> instant.takenOut()));
        BigDecimal after = value(moment).add(sum(moment, (instant, _) -> instant.chargesOfBuys()));
        return List.of(new Cut(before, after));
    }

    /** Only what crosses the border of the portfolio is a flow; at first the cash that is there already comes in. */
    private List<Cut> withCash(Instant moment) {
        boolean isFirst = cash.trackedFrom().filter(moment::equals).isPresent();
        boolean isFlow = cash.hasFlow(moment)
                || book.tickers().stream()
                        .anyMatch(ticker -> instant(ticker, moment).hasTransfer());
        if (!isFlow) {
            return List.of();
        }
        List<Cut> cuts = new ArrayList<>();
        BigDecimal securities = valueBefore(moment).add(cash.income(moment));
        BigDecimal before = securities.add(cash.before(moment));
        if (isFirst) {
            cuts.add(new Cut(securities, before));
        }
        BigDecimal flow = cash.flow(moment).add(sum(moment, this::worthTransferred));
        BigDecimal end = flow.signum() > 0 ? before : whole(moment).subtract(flow);
        cuts.add(new Cut(end, end.add(flow)));
        return cuts;
    }

    private BigDecimal worthTransferred(AccountInstant instant, Priced priced) {
        return priced.worth(instant.transferred());
    }

    /** What units of the ticker are worth at the moment. */
    private interface Priced {
        BigDecimal worth(BigDecimal units);
    }

    /** What the units right before the flows of a moment are worth, at its prices. */
    private BigDecimal valueBefore(Instant moment) {
        return sum(moment, (instant, priced) -> priced.worth(instant.unitsBefore()));
    }

    private BigDecimal sum(Instant moment, BiFunction<AccountInstant, Priced, BigDecimal> part) {
        return book.tickers().stream()
                .map(ticker -> part.apply(instant(ticker, moment), units -> prices.worth(ticker, units, moment)))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private AccountInstant instant(Ticker ticker, Instant moment) {
        List<Entry> entries = book.ofTicker(ticker).stream()
                .filter(entry -> entry.from().equals(moment))
                .toList();
        BigDecimal heldBefore = entries.isEmpty()
                ? book.position(ticker, moment).held()
                : entries.getFirst().step().heldBefore();
        return new AccountInstant(book, heldBefore, entries);
    }

    /** The flows of the owner, those of one ticker and one moment as one. */
    List<Flow> flows(Instant from, Instant to) {
        List<Flow> flows = new ArrayList<>();
        for (Ticker ticker : book.tickers()) {
            for (Instant moment : book.moments(from, to)) {
                AccountInstant instant = instant(ticker, moment);
                BigDecimal transferred = prices.worth(ticker, instant.transferred(), moment);
                BigDecimal amount = instant.toOwner().subtract(transferred);
                if (amount.signum() != 0) {
                    flows.add(new Flow(moment, ticker, amount));
                }
            }
        }
        return flows;
    }

    /** The flows of each day, with the value at both ends. */
    AccountRates moneyWeighted(Instant from, Instant to) {
        SortedMap<LocalDate, BigDecimal> byDay = new TreeMap<>();
        byDay.merge(day(from), value(from).negate(), BigDecimal::add);
        flows(from, to).forEach(flow -> byDay.merge(day(flow.at()), flow.amount(), BigDecimal::add));
        byDay.merge(day(to), value(to), BigDecimal::add);
        return new AccountRates(byDay);
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }
}
