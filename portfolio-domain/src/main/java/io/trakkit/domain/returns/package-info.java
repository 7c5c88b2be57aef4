/**
 * Computes the returns of portfolios: the time-weighted and money-weighted return over a span.
 * docs/returns.md has the definitions with their sources. All arithmetic is on exact decimals; each rounding is stated
 * where it is done.
 */
@NullMarked
package io.trakkit.domain.returns;

import org.jspecify.annotations.NullMarked;
