/**
 * Solves for the rates of a money-weighted return. Start with {@link io.trakkit.domain.returns.rate.RateSearch}.
 */
@NullMarked
package io.trakkit.domain.returns.rate;

import org.jspecify.annotations.NullMarked;
