/**
 * The migrated PostgreSQL that the tests of this module and of the apps run against. Published as a test-jar; no
 * production code sees it.
 */
@NullMarked
package io.trakkit.store.testing;

import org.jspecify.annotations.NullMarked;
