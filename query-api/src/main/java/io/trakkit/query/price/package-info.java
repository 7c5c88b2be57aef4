/** Prices over time: {@code GET /api/v1/price-history}, by {@link PriceHistoryController}. The latest prices are price-feed's. */
@NullMarked
package io.trakkit.query.price;

import org.jspecify.annotations.NullMarked;
