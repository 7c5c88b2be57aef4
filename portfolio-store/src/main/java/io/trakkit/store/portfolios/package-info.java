/**
 * The table of portfolios and their owners.
 */
@NullMarked
package io.trakkit.store.portfolios;

import org.jspecify.annotations.NullMarked;
