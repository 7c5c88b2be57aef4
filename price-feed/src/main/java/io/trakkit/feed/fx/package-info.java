/**
 * Exchange rates, over HTTP and from the source of prices. Start with {@link io.trakkit.feed.fx.FxRateController} and {@link
 * io.trakkit.feed.fx.FedRates}.
 */
@NullMarked
package io.trakkit.feed.fx;

import org.jspecify.annotations.NullMarked;
