package io.trakkit.domain.explain;

import io.trakkit.domain.position.Amount;
import io.trakkit.domain.position.CostBook;
import java.math.BigDecimal;

/** What the rules of the fold told a book to do; the components are the parameters of the methods of {@link CostBook}. */
sealed interface Move {

    record Entered(BigDecimal units) implements Move {}

    record Left(BigDecimal units) implements Move {}

    record LeftAtCost(BigDecimal units) implements Move {}

    record Returned(Amount capital) implements Move {}

    record Adjusted(Amount change) implements Move {}

    record Scaled(BigDecimal heldAfter) implements Move {}

    record EnteredFree(BigDecimal units) implements Move {}

    record Earned() implements Move {}
}
