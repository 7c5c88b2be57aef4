/**
 * Kafka to PostgreSQL: batches of records become trades, summaries and verdicts, one transaction a batch. Runs the
 * migrations and serves the operators.
 *
 * <p>The order of steps is here; the rules are in the domain, the SQL in the store.
 */
@NullMarked
package io.trakkit.worker;

import org.jspecify.annotations.NullMarked;
