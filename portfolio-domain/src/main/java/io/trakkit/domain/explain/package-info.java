/**
 * What each record of a position did to its numbers, with the arithmetic in figures. {@link
 * io.trakkit.domain.explain.Explainer} reads records in trade order. The numbers come from the fold itself: its rules call a
 * book that notes each of their steps; formulas only write down what these steps did.
 */
@NullMarked
package io.trakkit.domain.explain;

import org.jspecify.annotations.NullMarked;
