/** Hurts trakkit as its surroundings may, and looks whether it is right all the same. */
@NullMarked
package io.trakkit.faults;

import org.jspecify.annotations.NullMarked;
