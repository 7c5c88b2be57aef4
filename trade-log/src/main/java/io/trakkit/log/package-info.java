/**
 * What every user of Kafka shares: {@link io.trakkit.log.TopicGuard} for topics, {@link io.trakkit.log.ClientConfigs} for
 * client settings, the partition of a key, and the headers of a record as bytes. Knows no SQL and no HTTP.
 */
@NullMarked
package io.trakkit.log;

import org.jspecify.annotations.NullMarked;
