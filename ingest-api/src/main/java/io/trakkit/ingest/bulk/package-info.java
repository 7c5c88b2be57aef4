/**
 * Posting many trades in one request. Start with {@link io.trakkit.ingest.bulk.BulkController}; {@code BulkExchange} shows
 * the threads of a request: {@code BulkRecordProcessor} reads records and publishes them, {@code ResultLines} writes their
 * results in order, {@code ResultBuffer} keeps them until the body has been read and the answer begins.
 */
@NullMarked
package io.trakkit.ingest.bulk;

import org.jspecify.annotations.NullMarked;
