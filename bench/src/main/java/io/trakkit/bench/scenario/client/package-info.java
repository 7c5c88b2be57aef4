/** What one client notices of another, and of refused requests. */
@NullMarked
package io.trakkit.bench.scenario.client;

import org.jspecify.annotations.NullMarked;
