/** The code that all commands share: help, exit codes, messages, printed text. It uses no command and no HTTP. */
@NullMarked
package io.trakkit.cli.program;

import org.jspecify.annotations.NullMarked;
