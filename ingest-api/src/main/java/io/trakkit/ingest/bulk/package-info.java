/**
 * Posting very many trades in one request. Start with {@link io.trakkit.ingest.bulk.BulkController}; {@code BulkExchange}
 * shows the three threads of a request: {@code Intake} reads records and hands them to the log, {@code ResultLines} puts
 * what became of them in order, {@code Outbox} and its reader bring the lines to the caller.
 */
@NullMarked
package io.trakkit.ingest.bulk;

import org.jspecify.annotations.NullMarked;
