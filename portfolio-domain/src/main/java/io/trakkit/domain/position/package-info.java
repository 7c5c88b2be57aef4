/**
 * The position of one key and the fold that computes it from trades. Start with {@link
 * io.trakkit.domain.position.Fold} and {@link io.trakkit.domain.position.PositionUpdate}, which applies a batch
 * of events to the trades of one key. Pure: no clock, no database, no framework.
 */
@NullMarked
package io.trakkit.domain.position;

import org.jspecify.annotations.NullMarked;
