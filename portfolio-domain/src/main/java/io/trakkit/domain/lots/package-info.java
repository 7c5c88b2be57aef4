/**
 * Views of one key's records that are computed when asked for, not stored: open lots and disposals by a cost method, movements
 * of cash, income. Start with {@link io.trakkit.domain.lots.LotBook}. Pure: no clock, no database, no framework.
 */
@NullMarked
package io.trakkit.domain.lots;

import org.jspecify.annotations.NullMarked;
