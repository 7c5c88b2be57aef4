/**
 * The code that all Kafka clients of trakkit share: {@link io.trakkit.log.TopicGuard} for topics, {@link
 * io.trakkit.log.ClientConfigs} for client settings, the partition of a key, and the headers of a record as bytes. It uses
 * no SQL and no HTTP.
 */
@NullMarked
package io.trakkit.log;

import org.jspecify.annotations.NullMarked;
