/**
 * What positions have returned: valued at prices, over a span of time, by time and by money. docs/returns.md has the
 * definitions with their sources. Pure arithmetic on exact decimals; each rounding is stated where it is done.
 */
@NullMarked
package io.trakkit.domain.returns;

import org.jspecify.annotations.NullMarked;
