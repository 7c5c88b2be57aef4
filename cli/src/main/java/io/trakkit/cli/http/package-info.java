/** The client of a running trakkit: its address, the key, the HTTP client, and the calls of operators. */
@NullMarked
package io.trakkit.cli.http;

import org.jspecify.annotations.NullMarked;
