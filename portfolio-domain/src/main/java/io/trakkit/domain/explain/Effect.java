package io.trakkit.domain.explain;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a step of a record did to one number.
 *
 * @param step from 1 on; a trade that turns a long position into a short one, or back, has two
 * @param before null where it was not known
 * @param after null where it is not known any more, because the records have several currencies
 * @param formula the arithmetic in figures, such as {@code 1,000 + 10 × 100 × 0.9 = 1,900}; null where there is none
 */
public record Effect(
        int step,
        Figure number,
        @Nullable BigDecimal before,
        @Nullable BigDecimal after,
        @Nullable String formula) {}
