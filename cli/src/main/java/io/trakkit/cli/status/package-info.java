/** The command {@code status}: the state of everything on one screen. */
@NullMarked
package io.trakkit.cli.status;

import org.jspecify.annotations.NullMarked;
