/**
 * The schedule: one instance at a time asks the source for the prices of held tickers.
 */
@NullMarked
package io.trakkit.feed.run;

import org.jspecify.annotations.NullMarked;
