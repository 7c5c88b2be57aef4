/**
 * Builds a generation from the log, beside the live one. Start with {@link
 * io.trakkit.worker.projection.rebuild.ProjectionRebuilder}.
 */
@NullMarked
package io.trakkit.worker.projection.rebuild;

import org.jspecify.annotations.NullMarked;
