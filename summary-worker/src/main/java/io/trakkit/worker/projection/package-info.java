/**
 * Replays: verify, rebuild, rollback and rewind, one at a time. Start with {@link
 * io.trakkit.worker.projection.ReplayRunner}.
 */
@NullMarked
package io.trakkit.worker.projection;

import org.jspecify.annotations.NullMarked;
