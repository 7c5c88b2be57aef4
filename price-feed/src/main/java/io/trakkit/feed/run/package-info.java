/**
 * The schedule: one instance at a time asks the source for what is held.
 */
@NullMarked
package io.trakkit.feed.run;

import org.jspecify.annotations.NullMarked;
