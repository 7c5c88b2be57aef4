/** The operators' commands: a client of their HTTP face, without a server, a database or Spring in it. */
@NullMarked
package io.trakkit.worker.console;

import org.jspecify.annotations.NullMarked;
