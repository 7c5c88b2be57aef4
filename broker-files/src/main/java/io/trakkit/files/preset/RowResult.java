package io.trakkit.files.preset;

import java.math.BigDecimal;
import java.util.List;

/** What a preset makes of a row. */
public sealed interface RowResult {

    /** Trades and activities; nearly always one. */
    record Booked(List<Draft> drafts) implements RowResult {

        public Booked {
            drafts = List.copyOf(drafts);
        }
    }

    /** It is none. */
    record Skipped(SkipKind kind, String reason) implements RowResult {}

    /** It cannot be read. */
    record Wrong(String column, String text, String detail) implements RowResult {}

    /**
     * It belongs to another row, which is to be found when all rows of the days around it are read.
     *
     * @param what what it is, for the message if no other row is found, such as "a fee of order 17"
     */
    record Part(String what) implements RowResult {}

    /** It was joined to another row. */
    record Joined(long line) implements RowResult {}

    static RowResult of(Draft... drafts) {
        return new Booked(List.of(drafts));
    }

    /**
     * A record with what was charged for it. What is negative came back, and is money of its own beside the record.
     *
     * @param draft with its currency, rate and identity
     */
    static Booked charged(Draft draft, BigDecimal fee, BigDecimal tax) {
        BigDecimal refund = fee.min(BigDecimal.ZERO).add(tax.min(BigDecimal.ZERO));
        draft.fee(fee.max(BigDecimal.ZERO)).tax(tax.max(BigDecimal.ZERO));
        return new Booked(refund.signum() == 0 ? List.of(draft) : List.of(draft, draft.charge(refund)));
    }

    /** A row that changes nothing in a portfolio: pending, cancelled, a sum. */
    static RowResult without(String reason) {
        return new Skipped(SkipKind.NO_EFFECT, reason);
    }

    /** A row that changes something, but cannot be held: an option, a merger. */
    static RowResult unsupported(String reason) {
        return new Skipped(SkipKind.UNSUPPORTED, reason);
    }
}
