/**
 * What the events of a batch do to one position: which records they make or amend, and the fold after them. Start with {@link
 * io.trakkit.domain.update.PositionUpdate}.
 */
@NullMarked
package io.trakkit.domain.update;

import org.jspecify.annotations.NullMarked;
