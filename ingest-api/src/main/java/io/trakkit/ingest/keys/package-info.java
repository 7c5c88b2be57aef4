/** What an Idempotency-Key was used for. Start with {@link io.trakkit.ingest.keys.UsedKeys}. */
@NullMarked
package io.trakkit.ingest.keys;

import org.jspecify.annotations.NullMarked;
