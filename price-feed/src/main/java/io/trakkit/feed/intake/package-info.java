/**
 * The one way in: every quote, wherever it comes from, is judged here, recorded in the history and put into Redis.
 */
@NullMarked
package io.trakkit.feed.intake;

import org.jspecify.annotations.NullMarked;
