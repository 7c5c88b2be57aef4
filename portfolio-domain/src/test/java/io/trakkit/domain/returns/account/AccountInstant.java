package io.trakkit.domain.returns.account;

import io.trakkit.domain.returns.account.AccountBook.Entry;
import io.trakkit.domain.testing.PlainRecord;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.value.Ratio;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What the records of one ticker at one instant do to the return of the portfolio: "Time-weighted return" of docs/returns.md. The
 * units are in two parts, those that were held before the instant and those that its flows move.
 */
final class AccountInstant {

    private static final int UNIT_SCALE = 18;
    private static final Set<ActivityType> PAID = Set.of(ActivityType.DIVIDEND, ActivityType.RETURN_OF_CAPITAL);

    /** The units right before the flows: those held before, and what comes or leaves without money. */
    private BigDecimal units;

    /** The units transferred in less those transferred out. */
    private BigDecimal transferred = BigDecimal.ZERO;

    /** Money that was part of the value right before the flows, less the charges of sales. */
    private BigDecimal takenOut = BigDecimal.ZERO;

    private BigDecimal chargesOfBuys = BigDecimal.ZERO;

    /** What the owner got for other than transferred units. */
    private BigDecimal toOwner = BigDecimal.ZERO;

    private boolean hasTransfer;
    private boolean hasFlow;

    /** What part of the money of the last cash in lieu is for units that were held before. */
    private BigDecimal shareOfBefore = BigDecimal.ONE;

    private final AccountBook book;

    /** @param entries those of one ticker and one instant, in their order */
    AccountInstant(AccountBook book, BigDecimal heldBefore, List<Entry> entries) {
        this.book = book;
        units = heldBefore;
        entries.stream().filter(Entry::isApplied).forEach(this::add);
    }

    BigDecimal unitsBefore() {
        return units;
    }

    BigDecimal transferred() {
        return transferred;
    }

    BigDecimal takenOut() {
        return takenOut;
    }

    BigDecimal chargesOfBuys() {
        return chargesOfBuys;
    }

    BigDecimal toOwner() {
        return toOwner;
    }

    boolean hasTransfer() {
        return hasTransfer;
    }

    boolean hasFlow() {
        return hasFlow || hasTransfer;
    }

    private void add(Entry entry) {
        PlainRecord made = entry.made();
        ActivityType type = made.type();
        BigDecimal held = entry.step().heldBefore();
        if (type == null) {
            trade(made, held);
        } else if (type == ActivityType.SPLIT || type == ActivityType.BONUS) {
            more(made, held);
        } else if (type == ActivityType.TRANSFER_IN || type == ActivityType.TRANSFER_OUT) {
            hasTransfer = true;
            transferred = type == ActivityType.TRANSFER_IN
                    ? transferred.add(made.volume())
                    : transferred.subtract(made.volume());
        } else if (type == ActivityType.CASH_IN_LIEU) {
            BigDecimal ofBefore = partHeldBefore(made.volume(), held.signum());
            units = units.subtract(signed(ofBefore, held.signum()));
            shareOfBefore = ofBefore.compareTo(made.volume()) == 0
                    ? BigDecimal.ONE
                    : ofBefore.divide(made.volume(), AccountReturns.EXACTLY);
            paid(made, held);
        } else if (entry.isOf(PAID)) {
            shareOfBefore = BigDecimal.ONE;
            paid(made, held);
        }
    }

    private void trade(PlainRecord made, BigDecimal held) {
        BigDecimal gross = book.converted(made, made.volume().multiply(made.price()));
        BigDecimal charges = book.converted(made, made.charges());
        boolean isFree = made.price().signum() == 0;
        hasFlow |= !isFree || charges.signum() != 0;
        if (made.buys()) {
            units = isFree ? units.add(made.volume()) : units;
            chargesOfBuys = chargesOfBuys.add(charges);
            toOwner = toOwner.subtract(gross).subtract(charges);
        } else {
            units = isFree ? writtenOff(made.volume(), held) : units;
            takenOut = takenOut.subtract(charges);
            toOwner = toOwner.add(gross).subtract(charges);
        }
    }

    /** Units sold for nothing: first those held before, then those that came at this instant, then ones that are owed. */
    private BigDecimal writtenOff(BigDecimal volume, BigDecimal held) {
        BigDecimal owed = volume.subtract(held.max(BigDecimal.ZERO)).max(BigDecimal.ZERO);
        return units.subtract(partHeldBefore(volume.subtract(owed), 1)).subtract(owed);
    }

    /** How many of some units that leave were held, or owed, right before the instant. */
    private BigDecimal partHeldBefore(BigDecimal volume, int side) {
        return signed(units, side).max(BigDecimal.ZERO).min(volume);
    }

    private static BigDecimal signed(BigDecimal amount, int sign) {
        return sign < 0 ? amount.negate() : amount;
    }

    private void more(PlainRecord made, BigDecimal held) {
        if (made.ratio() == null) {
            units = units.add(signed(made.volume(), held.signum()));
        } else if (made.type() == ActivityType.SPLIT) {
            units = times(units, made);
            transferred = times(transferred, made);
        } else {
            units = units.add(times(units, made));
            transferred = transferred.add(times(transferred, made));
        }
    }

    private static BigDecimal times(BigDecimal some, PlainRecord made) {
        Ratio ratio = Objects.requireNonNull(made.ratio());
        BigDecimal product = some.multiply(ratio.numerator());
        return made.whole()
                ? product.divideToIntegralValue(ratio.denominator())
                : product.divide(ratio.denominator(), UNIT_SCALE, RoundingMode.HALF_EVEN);
    }

    private void paid(PlainRecord made, BigDecimal held) {
        BigDecimal money = book.converted(made, AccountCash.paid(made, held));
        hasFlow |= money.signum() != 0;
        takenOut = takenOut.add(AccountBook.rounded(money.multiply(shareOfBefore)));
        toOwner = toOwner.add(money);
    }

    /** The part of the money of a cash in lieu that is for units held right before the instant; all of any other. */
    BigDecimal shareOfBefore() {
        return shareOfBefore;
    }
}
