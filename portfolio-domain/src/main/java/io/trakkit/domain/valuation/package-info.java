/**
 * What a position is worth at a time: the quote that counts, converted into the portfolio's currency and restated by splits, or
 * its last trade.
 */
@NullMarked
package io.trakkit.domain.valuation;

import org.jspecify.annotations.NullMarked;
