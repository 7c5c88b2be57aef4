/**
 * A market data service over HTTP. Every part of its answers is checked before it is used.
 */
@NullMarked
package io.trakkit.feed.source.http;

import org.jspecify.annotations.NullMarked;
