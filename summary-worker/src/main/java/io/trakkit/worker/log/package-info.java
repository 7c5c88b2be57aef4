/**
 * Reading Kafka outside the consumer group, and what all Kafka clients of the worker share: settings, topics,
 * headers.
 */
@NullMarked
package io.trakkit.worker.log;

import org.jspecify.annotations.NullMarked;
