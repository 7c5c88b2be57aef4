/**
 * How much each client may use: requests, records of bulk requests, concurrent bulk requests, streams, portfolios. Entry
 * point: {@link io.trakkit.access.limits.ClientBudgets}.
 */
@NullMarked
package io.trakkit.access.limits;

import org.jspecify.annotations.NullMarked;
