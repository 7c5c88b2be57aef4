/**
 * Reads prices from the compacted topic {@code trakkit.prices}, for market data that is on Kafka already.
 */
@NullMarked
package io.trakkit.feed.source.kafka;

import org.jspecify.annotations.NullMarked;
