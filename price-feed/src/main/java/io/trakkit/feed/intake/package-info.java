/**
 * The intake of quotes: decides on the quotes of all sources, records them in the history and writes them to Redis.
 */
@NullMarked
package io.trakkit.feed.intake;

import org.jspecify.annotations.NullMarked;
