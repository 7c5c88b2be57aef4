/**
 * What the query API reads. Each answer comes from one statement, so it shows one moment of one generation. Lists
 * are paged by key, and an index serves each order.
 */
@NullMarked
package io.trakkit.store.query;

import org.jspecify.annotations.NullMarked;
