/**
 * What presets share to put rows together: tax rows and their dividends, rows that take others back, splits of two sides, fees that
 * are only in a total.
 */
@NullMarked
package io.trakkit.files.join;

import org.jspecify.annotations.NullMarked;
