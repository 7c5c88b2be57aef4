/** How portfolios did over spans of time, as a series. */
@NullMarked
package io.trakkit.query.performance;

import org.jspecify.annotations.NullMarked;
