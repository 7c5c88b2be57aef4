/**
 * All apps in one process behind one port, with an embedded PostgreSQL, Kafka and Redis that keep their data.
 *
 * <p>No other module imports this one, and it holds no rule of the system.
 */
@NullMarked
package io.trakkit.standalone;

import org.jspecify.annotations.NullMarked;
