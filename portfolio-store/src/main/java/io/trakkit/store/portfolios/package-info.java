/**
 * The table of portfolios, and the owner of each.
 */
@NullMarked
package io.trakkit.store.portfolios;

import org.jspecify.annotations.NullMarked;
