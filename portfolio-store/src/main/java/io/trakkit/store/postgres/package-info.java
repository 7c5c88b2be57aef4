/**
 * COPY and binary arrays, which are faster than the statements of the driver; session settings and locks. Each class states
 * its gain.
 */
@NullMarked
package io.trakkit.store.postgres;

import org.jspecify.annotations.NullMarked;
