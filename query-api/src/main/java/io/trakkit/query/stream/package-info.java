/** Streams portfolios as they change, as server-sent events. */
@NullMarked
package io.trakkit.query.stream;

import org.jspecify.annotations.NullMarked;
