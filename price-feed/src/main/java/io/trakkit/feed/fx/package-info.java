/**
 * Exchange rates over HTTP. Start with {@link io.trakkit.feed.fx.FxRateController}.
 */
@NullMarked
package io.trakkit.feed.fx;

import org.jspecify.annotations.NullMarked;
