/** A real, migrated PostgreSQL for the tests of every module. */
@NullMarked
package io.trakkit.store.testing;

import org.jspecify.annotations.NullMarked;
