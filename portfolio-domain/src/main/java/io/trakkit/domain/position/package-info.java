/**
 * The position of one key and the fold that computes it from records in their order. Start with {@link
 * io.trakkit.domain.position.Fold}. Pure: no clock, no database, no framework.
 */
@NullMarked
package io.trakkit.domain.position;

import org.jspecify.annotations.NullMarked;
