package io.trakkit.domain.history;

import io.trakkit.domain.lots.CostMethod;
import io.trakkit.domain.lots.LotBook;
import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.position.HeldPosition;

/** The position of one ticker by a cost method, while its records are read. */
public sealed interface PositionFold {

    HeldPosition held();

    /** Reads the next record that the fold has applied. */
    void add(FoldedRecord applied);

    /**
     * The fold after some records.
     *
     * @throws IllegalArgumentException if there are any, and the method needs all from the first one on
     */
    static PositionFold after(HeldPosition before, CostMethod method, BookRules rules) {
        if (method == CostMethod.AVERAGE) {
            return new Average(before, rules);
        }
        if (!before.equals(HeldPosition.EMPTY)) {
            throw new IllegalArgumentException("Lots by " + method + " need all records, not those after " + before);
        }
        return new ByLots(new LotBook(method, rules));
    }

    /** Moving weighted average, which needs no lots. */
    final class Average implements PositionFold {

        private final BookRules rules;
        private HeldPosition held;

        private Average(HeldPosition before, BookRules rules) {
            this.held = before;
            this.rules = rules;
        }

        @Override
        public HeldPosition held() {
            return held;
        }

        @Override
        public void add(FoldedRecord applied) {
            held = held.after(applied, rules);
        }
    }

    /** Any method, by lots. */
    final class ByLots implements PositionFold {

        private final LotBook book;

        private ByLots(LotBook book) {
            this.book = book;
        }

        @Override
        public HeldPosition held() {
            return book.heldPosition();
        }

        @Override
        public void add(FoldedRecord applied) {
            book.add(applied);
        }
    }
}
