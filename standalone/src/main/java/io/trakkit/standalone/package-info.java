/**
 * All apps in one process behind one port, with an embedded PostgreSQL, Kafka and Redis that keep their data.
 *
 * <p>A leaf: nothing imports it, and no rule of the system lives here.
 */
@NullMarked
package io.trakkit.standalone;

import org.jspecify.annotations.NullMarked;
