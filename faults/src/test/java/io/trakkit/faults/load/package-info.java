/** Brokers and applications that use trakkit while it is hurt, and remember what they were told. */
@NullMarked
package io.trakkit.faults.load;

import org.jspecify.annotations.NullMarked;
