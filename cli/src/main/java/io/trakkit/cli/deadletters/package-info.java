/** {@code dead-letters}: a client of {@code /api/v1/ops/dead-letters/}. */
@NullMarked
package io.trakkit.cli.deadletters;

import org.jspecify.annotations.NullMarked;
