/**
 * A file of prices by date.
 */
@NullMarked
package io.trakkit.feed.source.csv;

import org.jspecify.annotations.NullMarked;
