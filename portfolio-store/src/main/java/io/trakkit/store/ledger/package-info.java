/**
 * The tables that the worker writes in one transaction: the journal of events, trades, summaries with their lock, and checkpoints.
 * Start with {@link io.trakkit.store.ledger.Journal} and {@link io.trakkit.store.ledger.Summaries}. Methods take part in the
 * transaction of their caller and open none.
 */
@NullMarked
package io.trakkit.store.ledger;

import org.jspecify.annotations.NullMarked;
