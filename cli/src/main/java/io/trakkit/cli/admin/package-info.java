/** {@code clients}, {@code keys} and {@code audit}: clients of {@code /api/v1/admin/}. */
@NullMarked
package io.trakkit.cli.admin;

import org.jspecify.annotations.NullMarked;
