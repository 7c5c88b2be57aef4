/**
 * Faster ways into PostgreSQL than the driver's own (COPY, binary arrays), session settings and locks. Each class
 * states what it gains.
 */
@NullMarked
package io.trakkit.store.postgres;

import org.jspecify.annotations.NullMarked;
