/**
 * The one strict JSON mapper: snake case, unknown and repeated fields refused, decimals bounded before any arithmetic.
 *
 * <p>What is read with it and what it means is decided elsewhere.
 */
@NullMarked
package io.trakkit.wire.json;

import org.jspecify.annotations.NullMarked;
