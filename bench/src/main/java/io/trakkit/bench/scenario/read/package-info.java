/** How fast questions are answered. */
@NullMarked
package io.trakkit.bench.scenario.read;

import org.jspecify.annotations.NullMarked;
