package io.trakkit.domain.explain;

import io.trakkit.domain.lots.CostMethod;
import io.trakkit.domain.lots.LotBook;
import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.position.PositionChange;
import io.trakkit.domain.position.RecordRules;
import io.trakkit.domain.trade.TradeState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Explains the records of one key by a cost method. It reads them in trade order, from the first one on, with the outcomes of the
 * fold, and applies each with the rules of the fold; its position after the last one is that of the fold, or of the lots.
 *
 * <p>Memory does not grow with the records, but by any other method than the average with the open lots.
 */
public final class Explainer {

    private final CostMethod method;
    private final BookRules rules;
    private final @Nullable LotBook lots;
    private Position position = Position.EMPTY;

    public Explainer(CostMethod method, BookRules rules) {
        this.method = method;
        this.rules = rules;
        lots = method == CostMethod.AVERAGE ? null : new LotBook(method, rules, _ -> {});
    }

    /** The position after the records so far. */
    public Position position() {
        return position;
    }

    /**
     * Reads the next record. One that the fold has not applied changes nothing.
     *
     * @throws IllegalArgumentException if it takes out more than is held and the rules allow no short position
     */
    public ExplainedRecord next(FoldedRecord next) {
        Position before = position;
        if (next.state() != TradeState.APPLIED) {
            return new ExplainedRecord(next, rules, method, before, before, List.of(), List.of());
        }
        return lots == null ? byAverage(next, before) : byLots(next, before, lots);
    }

    private ExplainedRecord byAverage(FoldedRecord next, Position before) {
        PositionChange change = new PositionChange(before);
        NotingBook book = new NotingBook(change, change::position);
        RecordRules.apply(next, rules, book);
        position = change.position();
        return new ExplainedRecord(next, rules, method, before, position, book.steps(), List.of());
    }

    private ExplainedRecord byLots(FoldedRecord next, Position before, LotBook ofLots) {
        NotingBook book = ofLots.add(next, changed -> new NotingBook(changed, ofLots::position));
        position = ofLots.position();
        return new ExplainedRecord(next, rules, method, before, position, book.steps(), ofLots.taken());
    }
}
