/** What portfolios have returned, at the prices of the day. */
@NullMarked
package io.trakkit.query.returns;

import org.jspecify.annotations.NullMarked;
