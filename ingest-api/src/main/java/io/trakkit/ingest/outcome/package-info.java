/** Waiting for what the worker decides: one poller for everybody who waits. */
@NullMarked
package io.trakkit.ingest.outcome;

import org.jspecify.annotations.NullMarked;
