/** {@code replay}: a client of {@code /api/v1/ops/replay/}. */
@NullMarked
package io.trakkit.cli.replay;

import org.jspecify.annotations.NullMarked;
