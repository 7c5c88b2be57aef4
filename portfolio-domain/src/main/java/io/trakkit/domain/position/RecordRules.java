package io.trakkit.domain.position;

import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.Conversion;
import java.math.BigDecimal;
import java.util.Optional;

/** What a record that the fold has applied does to units and their cost, by any cost method. See docs/returns.md. */
public final class RecordRules {

    /** Far more units than there are of anything: a long row of absurd splits cannot make a number that no table holds. */
    private static final BigDecimal MOST_UNITS = BigDecimal.TEN.pow(100);

    private final BookRules rules;
    private final Optional<Conversion> foreign;
    private final CostBook book;

    private RecordRules(BookRules rules, Optional<Conversion> conversion, CostBook book) {
        this.rules = rules;
        foreign = rules.foreign(conversion);
        this.book = book;
    }

    /**
     * Books a record. A corporate action has no effect where nothing is held.
     *
     * @throws IllegalArgumentException if the record takes out more than is held and the rules allow no short position
     */
    public static void apply(FoldedRecord applied, BookRules rules, CostBook book) {
        switch (applied) {
            case FoldedTrade trade -> new RecordRules(rules, trade.conversion(), book).book(trade);
            case FoldedActivity activity -> {
                if (book.held().signum() != 0 || !activity.isCorporateAction()) {
                    new RecordRules(rules, activity.conversion(), book).book(activity);
                }
            }
        }
    }

    private Amount amount(BigDecimal exact) {
        return Amount.of(exact, foreign);
    }

    private void book(FoldedTrade trade) {
        book.statedIn(foreign);
        BigDecimal units = trade.volume().value();
        Amount gross = amount(trade.price().value().multiply(units));
        Amount charges = amount(trade.charges().total());
        switch (trade.side()) {
            case BUY -> bought(units, gross, charges);
            case SELL -> sold(units, gross, charges);
        }
    }

    private void book(FoldedActivity activity) {
        ActivityTerms terms = activity.terms();
        BigDecimal tax = activity.tax().value();
        if (terms.type().movesMoney()) {
            book.statedIn(foreign);
        }
        switch (terms.type()) {
            case DIVIDEND -> book.earned(amount(signedTotal(terms).subtract(tax)));
            case RETURN_OF_CAPITAL -> book.returned(amount(signedTotal(terms).subtract(tax)));
            case COST_ADJUSTMENT -> book.adjusted(amount(signedTotal(terms)));
            case SPLIT -> book.scaled(limited(terms.ratio().orElseThrow().of(book.held())));
            case BONUS -> bonus(terms);
            case CASH_IN_LIEU ->
                book.left(units(terms), amount(signedTotal(terms).subtract(tax)), amount(tax));
            case TRANSFER_IN -> bought(units(terms), amount(terms.total().orElseThrow()), Amount.ZERO);
            case TRANSFER_OUT -> book.leftAtCost(units(terms));
            case DEPOSIT, WITHDRAWAL, INTEREST, CHARGE -> {
                // Cash is no position: its balance is added up where it is asked for.
            }
        }
    }

    private static BigDecimal units(ActivityTerms terms) {
        return terms.volume().orElseThrow().value();
    }

    private BigDecimal signedTotal(ActivityTerms terms) {
        return signedTotal(terms, book.held());
    }

    /** The money that the units held get, which is negative for units owed. */
    public static BigDecimal signedTotal(ActivityTerms terms, BigDecimal held) {
        if (terms.perUnit().isPresent()) {
            return held.multiply(terms.perUnit().get());
        }
        BigDecimal total = terms.total().orElseThrow();
        return held.signum() < 0 ? total.negate() : total;
    }

    private void bought(BigDecimal units, Amount gross, Amount charges) {
        BigDecimal owed = book.held().negate();
        if (owed.signum() <= 0) {
            book.entered(units, gross.plus(charges), charges);
        } else if (units.compareTo(owed) <= 0) {
            book.left(units, gross.plus(charges).negated(), charges);
        } else {
            Amount grossClosing = gross.share(owed, units);
            Amount chargesClosing = charges.share(owed, units);
            book.left(owed, grossClosing.plus(chargesClosing).negated(), chargesClosing);
            Amount chargesOpening = charges.minus(chargesClosing);
            book.entered(units.subtract(owed), gross.minus(grossClosing).plus(chargesOpening), chargesOpening);
        }
    }

    private void sold(BigDecimal units, Amount gross, Amount charges) {
        BigDecimal held = book.held();
        if (units.compareTo(held) > 0 && !rules.allowShort()) {
            throw new IllegalArgumentException("Cannot sell " + units + " of " + held);
        }
        if (held.signum() <= 0) {
            book.entered(units.negate(), gross.minus(charges).negated(), charges);
        } else if (units.compareTo(held) <= 0) {
            book.left(units, gross.minus(charges), charges);
        } else {
            Amount grossClosing = gross.share(held, units);
            Amount chargesClosing = charges.share(held, units);
            book.left(held, grossClosing.minus(chargesClosing), chargesClosing);
            Amount chargesOpening = charges.minus(chargesClosing);
            book.entered(
                    units.subtract(held).negate(),
                    gross.minus(grossClosing).minus(chargesOpening).negated(),
                    chargesOpening);
        }
    }

    private void bonus(ActivityTerms terms) {
        BigDecimal added = terms.bonusOn(book.held());
        if (terms.ratio().isPresent()) {
            book.scaled(limited(book.held().add(added)));
        } else {
            book.enteredFree(added);
        }
    }

    private static BigDecimal limited(BigDecimal units) {
        return units.min(MOST_UNITS).max(MOST_UNITS.negate());
    }
}
