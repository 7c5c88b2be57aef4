/**
 * The compacted topic {@code trakkit.prices}, for those whose market data is on Kafka already.
 */
@NullMarked
package io.trakkit.feed.source.kafka;

import org.jspecify.annotations.NullMarked;
