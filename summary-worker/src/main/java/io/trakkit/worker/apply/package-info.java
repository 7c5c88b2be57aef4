/**
 * From a batch of records to a committed transaction. {@link io.trakkit.worker.apply.Applier} holds the order of things;
 * every rule is the domain's, every statement the store's. Knows no Kafka and no Spring but its transactions.
 */
@NullMarked
package io.trakkit.worker.apply;

import org.jspecify.annotations.NullMarked;
