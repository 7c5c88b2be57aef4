/**
 * Addresses in the log: a partition, and the position of a record in it.
 */
@NullMarked
package io.trakkit.store.log;

import org.jspecify.annotations.NullMarked;
