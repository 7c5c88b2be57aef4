package io.trakkit.domain.returns;

import io.trakkit.domain.Ticker;
import java.time.Instant;

/** A ticker whose price is wanted at a time. */
public record Sample(Ticker ticker, Instant at) {}
