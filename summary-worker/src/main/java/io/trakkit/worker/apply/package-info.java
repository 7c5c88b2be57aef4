/**
 * Applies batches of records, each in one transaction. {@link io.trakkit.worker.apply.LogApplier} is the entry point: it
 * retries, halves and refuses; {@code Applier} holds the order of one transaction. Every rule is in the domain, every
 * statement in the store. Knows no Kafka client, and of Spring only transactions.
 */
@NullMarked
package io.trakkit.worker.apply;

import org.jspecify.annotations.NullMarked;
