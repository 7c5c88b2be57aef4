/**
 * The parts of a page statement: order, conditions, window.
 */
@NullMarked
package io.trakkit.store.query.page;

import org.jspecify.annotations.NullMarked;
