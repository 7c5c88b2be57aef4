/**
 * Prices into Redis and the history: on a schedule from a source, and by hand over HTTP. An app of its own.
 */
@NullMarked
package io.trakkit.feed;

import org.jspecify.annotations.NullMarked;
