/**
 * Reads prices from a file, one price per date and ticker.
 */
@NullMarked
package io.trakkit.feed.source.csv;

import org.jspecify.annotations.NullMarked;
