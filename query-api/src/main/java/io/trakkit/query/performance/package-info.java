/** Answers the performance of portfolios over a span, as a series. */
@NullMarked
package io.trakkit.query.performance;

import org.jspecify.annotations.NullMarked;
