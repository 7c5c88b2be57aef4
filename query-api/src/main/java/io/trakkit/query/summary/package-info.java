/** Answers the positions of portfolios. */
@NullMarked
package io.trakkit.query.summary;

import org.jspecify.annotations.NullMarked;
