/**
 * The intake of quotes: every quote of any source is judged here, recorded in the history and written to Redis.
 */
@NullMarked
package io.trakkit.feed.intake;

import org.jspecify.annotations.NullMarked;
