/** How fast a corporate action reaches all positions. */
@NullMarked
package io.trakkit.bench.scenario.action;

import org.jspecify.annotations.NullMarked;
