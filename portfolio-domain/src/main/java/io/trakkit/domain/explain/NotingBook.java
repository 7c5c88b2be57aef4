package io.trakkit.domain.explain;

import io.trakkit.domain.position.Amount;
import io.trakkit.domain.position.CostBook;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.trade.Conversion;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Passes everything on to another book, and notes what that did to its position. */
final class NotingBook implements CostBook {

    private final CostBook book;
    private final Supplier<Position> position;
    private final List<Step> steps = new ArrayList<>(2);

    /** @param position that of the book, now */
    NotingBook(CostBook book, Supplier<Position> position) {
        this.book = book;
        this.position = position;
    }

    List<Step> steps() {
        return List.copyOf(steps);
    }

    private void note(Move move, Runnable change) {
        Position before = position.get();
        change.run();
        steps.add(new Step(move, before, position.get()));
    }

    @Override
    public BigDecimal held() {
        return book.held();
    }

    @Override
    public void statedIn(Optional<Conversion> foreign) {
        book.statedIn(foreign);
    }

    @Override
    public void entered(BigDecimal units, Amount cost, Amount charges) {
        note(new Move.Entered(units), () -> book.entered(units, cost, charges));
    }

    @Override
    public void left(BigDecimal units, Amount proceeds, Amount charges) {
        note(new Move.Left(units), () -> book.left(units, proceeds, charges));
    }

    @Override
    public void leftAtCost(BigDecimal units) {
        note(new Move.LeftAtCost(units), () -> book.leftAtCost(units));
    }

    @Override
    public void returned(Amount capital) {
        note(new Move.Returned(capital), () -> book.returned(capital));
    }

    @Override
    public void adjusted(Amount change) {
        note(new Move.Adjusted(change), () -> book.adjusted(change));
    }

    @Override
    public void scaled(BigDecimal heldAfter) {
        note(new Move.Scaled(heldAfter), () -> book.scaled(heldAfter));
    }

    @Override
    public void enteredFree(BigDecimal units) {
        note(new Move.EnteredFree(units), () -> book.enteredFree(units));
    }

    @Override
    public void earned(Amount income) {
        note(new Move.Earned(), () -> book.earned(income));
    }
}
