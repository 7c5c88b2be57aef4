/**
 * Brings a database that was lost or restored up to date from the topics of clients, portfolios and dead
 * letters, before any trade is applied.
 */
@NullMarked
package io.trakkit.worker.recovery;

import org.jspecify.annotations.NullMarked;
