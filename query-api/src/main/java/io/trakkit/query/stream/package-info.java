/** Portfolios as they change, pushed to whoever follows them: server-sent events. */
@NullMarked
package io.trakkit.query.stream;

import org.jspecify.annotations.NullMarked;
