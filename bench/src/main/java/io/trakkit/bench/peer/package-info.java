/** What trakkit is compared with. */
@NullMarked
package io.trakkit.bench.peer;

import org.jspecify.annotations.NullMarked;
