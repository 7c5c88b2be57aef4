/** The command line. {@link io.trakkit.cli.Trakkit} is the program; each command has a package. */
@NullMarked
package io.trakkit.cli;

import org.jspecify.annotations.NullMarked;
