/**
 * A market data service over HTTP. Nothing of what it answers is believed before it has been looked at.
 */
@NullMarked
package io.trakkit.feed.source.http;

import org.jspecify.annotations.NullMarked;
