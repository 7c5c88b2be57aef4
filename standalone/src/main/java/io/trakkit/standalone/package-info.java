/**
 * The three apps in one process behind one port, with an embedded PostgreSQL and an embedded Kafka that keep their data.
 *
 * <p>A leaf: nothing imports it, and no rule of the system lives here.
 */
@NullMarked
package io.trakkit.standalone;

import org.jspecify.annotations.NullMarked;
