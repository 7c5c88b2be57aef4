/**
 * Problems (RFC 9457): the one form of every error over HTTP. Start with {@link
 * io.trakkit.wire.http.problem.Problem}.
 */
@NullMarked
package io.trakkit.wire.http.problem;

import org.jspecify.annotations.NullMarked;
