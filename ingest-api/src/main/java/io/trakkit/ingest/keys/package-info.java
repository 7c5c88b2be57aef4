/** The earlier use of an Idempotency-Key. Start with {@link io.trakkit.ingest.keys.UsedKeys}. */
@NullMarked
package io.trakkit.ingest.keys;

import org.jspecify.annotations.NullMarked;
