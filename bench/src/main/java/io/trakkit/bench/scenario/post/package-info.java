/** How fast trades are posted, and when they are visible. */
@NullMarked
package io.trakkit.bench.scenario.post;

import org.jspecify.annotations.NullMarked;
