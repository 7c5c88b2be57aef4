/** Answers the returns of portfolios, now and at past times. */
@NullMarked
package io.trakkit.query.returns;

import org.jspecify.annotations.NullMarked;
