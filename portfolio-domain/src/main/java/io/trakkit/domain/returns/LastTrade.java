package io.trakkit.domain.returns;

import io.trakkit.domain.Price;
import java.time.Instant;

/** The last trade in a ticker that counted, as far as it tells what the ticker costs. */
public record LastTrade(Price price, Instant time) {}
