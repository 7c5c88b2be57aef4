package io.trakkit.domain.returns;

import io.trakkit.domain.LastTrade;
import io.trakkit.domain.Position;
import org.jspecify.annotations.Nullable;

/**
 * What is held of a ticker, and what was known of its price without any quote.
 *
 * @param lastTrade null where no trade has counted yet, or nobody asked; an open position has one
 */
public record Held(Position position, @Nullable LastTrade lastTrade) {}
