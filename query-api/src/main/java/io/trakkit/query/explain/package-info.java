/**
 * Explains the numbers of a position, record by record, and the return of a portfolio, flow by flow; each record with its events in
 * the log. Nothing of it is stored. Begin at {@link io.trakkit.query.explain.ExplainController} and
 * {@link io.trakkit.query.explain.ExplainedReturnController}.
 */
@NullMarked
package io.trakkit.query.explain;

import org.jspecify.annotations.NullMarked;
