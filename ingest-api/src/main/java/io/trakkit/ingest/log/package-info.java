/**
 * The way into Kafka: the topics as they must be, and publishing that has succeeded only when the brokers have
 * acknowledged.
 */
@NullMarked
package io.trakkit.ingest.log;

import org.jspecify.annotations.NullMarked;
