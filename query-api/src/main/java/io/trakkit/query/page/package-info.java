/**
 * What all lists share: which part is wanted, in which order and with which fields, and the links to the parts beside it.
 */
@NullMarked
package io.trakkit.query.page;

import org.jspecify.annotations.NullMarked;
