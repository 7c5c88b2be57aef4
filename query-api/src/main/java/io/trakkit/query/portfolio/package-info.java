/** Portfolios, one and many. */
@NullMarked
package io.trakkit.query.portfolio;

import org.jspecify.annotations.NullMarked;
