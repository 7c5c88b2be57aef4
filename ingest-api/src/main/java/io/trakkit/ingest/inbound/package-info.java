/**
 * Direct publishers: each client writes trades to a topic of its own, and gets verdicts in another. Start with
 * {@link io.trakkit.ingest.inbound.InboundListener}; {@code RecordChecker} decides what becomes of a record.
 */
@NullMarked
package io.trakkit.ingest.inbound;

import org.jspecify.annotations.NullMarked;
