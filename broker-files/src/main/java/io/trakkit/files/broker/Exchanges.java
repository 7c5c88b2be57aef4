package io.trakkit.files.broker;

import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Decimals;
import io.trakkit.files.preset.Draft;
import io.trakkit.files.preset.Kind;
import io.trakkit.files.preset.ReadRow;
import io.trakkit.files.preset.Row;
import io.trakkit.files.preset.Stamp;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Exchanges of money: a withdrawal in one currency and a deposit in the other at one time, as docs/returns.md has it. Each states
 * the rate into the currency of the other, so a portfolio in either currency needs no rate from elsewhere.
 */
final class Exchanges {

    private Exchanges() {}

    /**
     * The two sides of a row that is a whole exchange.
     *
     * @param from what leaves, and its currency
     */
    static List<Draft> of(Stamp time, BigDecimal from, String fromCurrency, BigDecimal into, String intoCurrency) {
        Draft out = new Draft(Kind.WITHDRAWAL, time).total(from, fromCurrency);
        Draft in = new Draft(Kind.DEPOSIT, time).total(into, intoCurrency);
        state(out, in);
        return List.of(out, in);
    }

    /**
     * Finds the two rows of each exchange and states their rates.
     *
     * @param key what the two have in common, beside their time; empty for a row that is no side of an exchange
     */
    static void pair(List<ReadRow> rows, Function<Row, Optional<String>> key) {
        List<ReadRow> open = new ArrayList<>();
        for (ReadRow row : rows) {
            Optional<String> own =
                    row.drafts().size() == 1 && isOfMoney(row) ? key.apply(row.row()) : Optional.<String>empty();
            if (own.isEmpty()) {
                continue;
            }
            Optional<ReadRow> other = open.stream()
                    .filter(before -> key.apply(before.row()).equals(own) && areSides(before, row))
                    .findFirst();
            other.ifPresentOrElse(
                    before -> {
                        open.remove(before);
                        state(draft(before), draft(row));
                    },
                    () -> open.add(row));
        }
    }

    private static boolean isOfMoney(ReadRow row) {
        Kind kind = draft(row).kind();
        return kind == Kind.WITHDRAWAL || kind == Kind.DEPOSIT;
    }

    private static boolean areSides(ReadRow one, ReadRow other) {
        Draft first = draft(one);
        Draft second = draft(other);
        return first.kind() != second.kind()
                && first.stamp().local().equals(second.stamp().local())
                && !first.currency().equals(second.currency());
    }

    private static Draft draft(ReadRow row) {
        return row.drafts().getFirst();
    }

    private static void state(Draft one, Draft other) {
        stateRate(one, other);
        stateRate(other, one);
    }

    private static void stateRate(Draft one, Draft other) {
        BigDecimal money = one.total().orElse(BigDecimal.ZERO);
        Optional<CurrencyCode> into = other.currency();
        if (money.signum() != 0 && into.isPresent()) {
            BigDecimal rate =
                    Decimals.quotient(other.total().orElse(BigDecimal.ZERO), money, Decimals.MAX_FRACTION_DIGITS);
            one.rate(rate, into.get().value());
        }
    }
}
