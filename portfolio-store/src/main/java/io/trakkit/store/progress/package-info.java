/**
 * How far the worker has applied each partition of the log, who may advance it, and where reading goes on after a fault. Start with
 * {@link io.trakkit.store.progress.Progress}. Methods take part in the transaction of their caller and open none.
 */
@NullMarked
package io.trakkit.store.progress;

import org.jspecify.annotations.NullMarked;
