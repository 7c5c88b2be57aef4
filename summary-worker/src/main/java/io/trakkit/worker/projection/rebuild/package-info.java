/**
 * Builds a generation beside the live one from the log. Start with {@link
 * io.trakkit.worker.projection.rebuild.ProjectionRebuilder}.
 */
@NullMarked
package io.trakkit.worker.projection.rebuild;

import org.jspecify.annotations.NullMarked;
