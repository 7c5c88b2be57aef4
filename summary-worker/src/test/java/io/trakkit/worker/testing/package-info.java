/** The worker as a whole, and the servers around it, for tests. */
@NullMarked
package io.trakkit.worker.testing;

import org.jspecify.annotations.NullMarked;
