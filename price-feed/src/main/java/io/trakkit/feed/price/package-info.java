/**
 * Prices over HTTP: set by hand, and shown with their age.
 */
@NullMarked
package io.trakkit.feed.price;

import org.jspecify.annotations.NullMarked;
