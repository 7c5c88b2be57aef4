/** Measures trakkit beside what it stands on, on the same data, in the same run. */
@NullMarked
package io.trakkit.bench;

import org.jspecify.annotations.NullMarked;
