/** A Redis for tests, which can be hurt. */
@NullMarked
package io.trakkit.prices.testing;

import org.jspecify.annotations.NullMarked;
