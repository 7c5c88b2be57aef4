/**
 * Compares a rebuilt generation with the live one, and finds the first event from which they differ. Start with
 * {@link io.trakkit.worker.projection.compare.ProjectionComparison}.
 */
@NullMarked
package io.trakkit.worker.projection.compare;

import org.jspecify.annotations.NullMarked;
