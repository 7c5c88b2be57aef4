/**
 * Generations of the projection: creating, comparing, switching and deleting them, and the record of replays.
 */
@NullMarked
package io.trakkit.store.projection;

import org.jspecify.annotations.NullMarked;
