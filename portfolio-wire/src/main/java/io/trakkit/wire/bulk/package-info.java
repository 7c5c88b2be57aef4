/**
 * Reads files of trades: NDJSON, a JSON array, CSV. {@link io.trakkit.wire.bulk.BodyFormat} is the entry. The records are
 * split byte by byte, so that a mistake in one record does not affect the others.
 */
@NullMarked
package io.trakkit.wire.bulk;

import org.jspecify.annotations.NullMarked;
