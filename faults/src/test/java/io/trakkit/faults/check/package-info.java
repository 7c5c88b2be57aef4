/** What must hold afterwards. */
@NullMarked
package io.trakkit.faults.check;

import org.jspecify.annotations.NullMarked;
