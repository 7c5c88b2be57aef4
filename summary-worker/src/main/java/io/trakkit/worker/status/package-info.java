/**
 * The state of everything, for operators: how far each partition is behind, the servers, throughput, dead letters, a replay under
 * way. {@link io.trakkit.worker.status.StatusController} answers with all of it, {@link io.trakkit.worker.status.LagWatch} measures
 * the partitions.
 */
@NullMarked
package io.trakkit.worker.status;

import org.jspecify.annotations.NullMarked;
