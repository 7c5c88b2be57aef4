/**
 * The common part of all lists: page or cursor, order, fields, and the links to the pages before and after.
 */
@NullMarked
package io.trakkit.query.page;

import org.jspecify.annotations.NullMarked;
