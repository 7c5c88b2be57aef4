/**
 * Explains the performance of a portfolio: its time-weighted return flow by flow, the flows of its money-weighted return, and its
 * cash. Begin at {@link io.trakkit.query.explain.returns.ExplainedReturnController}.
 */
@NullMarked
package io.trakkit.query.explain.returns;

import org.jspecify.annotations.NullMarked;
