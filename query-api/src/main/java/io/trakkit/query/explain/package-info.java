/**
 * Explains the numbers of a position, record by record, each with its events in the log. Nothing of it is stored. Begin at
 * {@link io.trakkit.query.explain.ExplainController}; the returns of portfolios are in
 * {@link io.trakkit.query.explain.returns}.
 */
@NullMarked
package io.trakkit.query.explain;

import org.jspecify.annotations.NullMarked;
