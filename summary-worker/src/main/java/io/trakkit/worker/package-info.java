/**
 * The worker applies the log to PostgreSQL: batches of records become trades, summaries and dead letters, one transaction
 * per batch. It also runs the migrations and serves the operators.
 *
 * <p>This module has the order of the steps; the rules are in the domain, the SQL in the store.
 */
@NullMarked
package io.trakkit.worker;

import org.jspecify.annotations.NullMarked;
