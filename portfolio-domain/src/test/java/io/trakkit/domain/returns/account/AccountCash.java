package io.trakkit.domain.returns.account;

import io.trakkit.domain.returns.account.AccountBook.Entry;
import io.trakkit.domain.testing.PlainRecord;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Ticker;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The cash of a portfolio: "Income and cash" and "With cash" of docs/returns.md. */
final class AccountCash {

    private static final List<ActivityType> BORDER = List.of(ActivityType.DEPOSIT, ActivityType.WITHDRAWAL);
    private static final List<ActivityType> INCOME = List.of(
            ActivityType.DIVIDEND, ActivityType.RETURN_OF_CAPITAL, ActivityType.CASH_IN_LIEU, ActivityType.INTEREST);

    private final AccountBook book;
    private final AccountPrices prices;
    private final List<Movement> movements = new ArrayList<>();

    /**
     * What a record moves, in its own currency.
     *
     * @param income the part that is income of what was there before its instant
     */
    private record Movement(Entry entry, CurrencyCode currency, BigDecimal amount, BigDecimal income) {

        boolean isFlow() {
            return entry.isOf(BORDER);
        }
    }

    AccountCash(AccountBook book, AccountPrices prices) {
        this.book = book;
        this.prices = prices;
        book.ofCash().stream().filter(Entry::isApplied).forEach(entry -> add(entry, BigDecimal.ONE));
        for (Ticker ticker : book.tickers()) {
            List<Entry> entries = book.ofTicker(ticker);
            for (int i = 0; i < entries.size(); i++) {
                Entry entry = entries.get(i);
                if (entry.isApplied() && !entry.isWithoutEffect()) {
                    add(entry, shareOfBefore(entries, i));
                }
            }
        }
        movements.sort(Comparator.comparing((Movement movement) -> movement.entry.from())
                .thenComparing(movement -> movement.entry.made().executedAt())
                .thenComparingInt(movement -> movement.entry.made().rank())
                .thenComparing(movement -> movement.entry.made().refId()));
    }

    /** What part of a record's money was earned by what was there right before its instant. */
    private BigDecimal shareOfBefore(List<Entry> entries, int number) {
        if (entries.get(number).made().type() != ActivityType.CASH_IN_LIEU) {
            return BigDecimal.ONE;
        }
        int first = number;
        while (first > 0
                && entries.get(first - 1).from().equals(entries.get(number).from())) {
            first--;
        }
        BigDecimal heldBefore = entries.get(first).step().heldBefore();
        return new AccountInstant(book, heldBefore, entries.subList(first, number + 1)).shareOfBefore();
    }

    private void add(Entry entry, BigDecimal shareOfBefore) {
        PlainRecord made = entry.made();
        BigDecimal amount = AccountBook.rounded(amount(made, entry.step().heldBefore()));
        if (amount.signum() != 0) {
            CurrencyCode currency =
                    book.foreign(made.conversion()).map(Conversion::currency).orElse(book.currency());
            BigDecimal income =
                    entry.isOf(INCOME) ? AccountBook.rounded(amount.multiply(shareOfBefore)) : BigDecimal.ZERO;
            movements.add(new Movement(entry, currency, amount, income));
        }
    }

    private static BigDecimal amount(PlainRecord made, BigDecimal held) {
        if (made.type() == null) {
            BigDecimal gross = AccountBook.rounded(made.volume().multiply(made.price()));
            return made.buys() ? gross.add(made.charges()).negate() : gross.subtract(made.charges());
        }
        return switch (Objects.requireNonNull(made.type())) {
            case DEPOSIT -> made.total();
            case INTEREST -> made.total().subtract(made.tax());
            case WITHDRAWAL, CHARGE -> made.total().negate();
            case DIVIDEND, RETURN_OF_CAPITAL, CASH_IN_LIEU -> paid(made, held);
            case COST_ADJUSTMENT, SPLIT, BONUS, TRANSFER_IN, TRANSFER_OUT -> BigDecimal.ZERO;
        };
    }

    /** What units get, net of tax: less than zero where owed units pay it. */
    static BigDecimal paid(PlainRecord made, BigDecimal held) {
        BigDecimal perUnit = made.perUnit();
        BigDecimal gross =
                perUnit == null ? made.total().multiply(BigDecimal.valueOf(held.signum())) : perUnit.multiply(held);
        return gross.subtract(made.tax());
    }

    /** From when on cash is tracked. */
    Optional<Instant> trackedFrom() {
        return book.ofCash().stream()
                .filter(entry -> entry.isOf(BORDER))
                .map(Entry::from)
                .min(Comparator.naturalOrder());
    }

    boolean isTracked(Instant time) {
        return trackedFrom().filter(from -> !from.isAfter(time)).isPresent();
    }

    /** Whether there is a deposit or a withdrawal at a moment. */
    boolean hasFlow(Instant moment) {
        return book.ofCash().stream()
                .anyMatch(entry -> entry.isOf(BORDER) && entry.from().equals(moment));
    }

    /** The balances right after the records of a moment. */
    BigDecimal after(Instant moment) {
        return sum(movement -> !movement.entry.from().isAfter(moment), moment, false);
    }

    /** The balances right before the records of a moment, at its rates. */
    BigDecimal before(Instant moment) {
        return sum(movement -> movement.entry.from().isBefore(moment), moment, false);
    }

    /** Deposits less withdrawals of a moment. */
    BigDecimal flow(Instant moment) {
        return sum(movement -> movement.isFlow() && movement.entry.from().equals(moment), moment, false);
    }

    /** Dividends, interest, returned capital and cash in lieu of a moment, of what was there before it. */
    BigDecimal income(Instant moment) {
        return sum(movement -> movement.entry.from().equals(moment), moment, true);
    }

    private BigDecimal sum(Predicate<Movement> which, Instant moment, boolean ofIncome) {
        BigDecimal sum = BigDecimal.ZERO;
        for (CurrencyCode currency : currencies()) {
            BigDecimal ofCurrency = movements.stream()
                    .filter(which.and(movement -> movement.currency.equals(currency)))
                    .map(movement -> ofIncome ? movement.income : movement.amount)
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            if (ofCurrency.signum() != 0) {
                sum = sum.add(rated(currency, moment)
                        .rate()
                        .map(rate -> AccountBook.rounded(ofCurrency.multiply(rate)))
                        .orElse(ofCurrency));
            }
        }
        return sum;
    }

    private NavigableSet<CurrencyCode> currencies() {
        NavigableSet<CurrencyCode> currencies = new TreeSet<>(Comparator.comparing(CurrencyCode::value));
        movements.forEach(movement -> currencies.add(movement.currency));
        return currencies;
    }

    /** The rate of a moment; where none is known, that of the last record that moved cash in the currency. */
    private AccountPrices.Rated rated(CurrencyCode currency, Instant moment) {
        Optional<Conversion> last = movements.stream()
                .filter(movement -> movement.currency.equals(currency)
                        && !movement.entry.from().isAfter(moment))
                .reduce((_, later) -> later)
                .flatMap(movement -> movement.entry.made().conversion());
        return prices.rated(currency, last, moment).orElseThrow();
    }

    /** Whether the rate of any balance is old or not known. */
    boolean isStale(Instant moment) {
        return currencies().stream().anyMatch(currency -> {
            BigDecimal balance = movements.stream()
                    .filter(movement -> movement.currency.equals(currency)
                            && !movement.entry.from().isAfter(moment))
                    .map(Movement::amount)
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            return balance.signum() != 0 && rated(currency, moment).stale();
        });
    }
}
