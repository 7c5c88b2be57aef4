/**
 * Quotes, and the rules by which a quote is accepted.
 */
@NullMarked
package io.trakkit.domain.price;

import org.jspecify.annotations.NullMarked;
