/** Requests to the apps: cheap ones, since load and system share the processors. */
@NullMarked
package io.trakkit.bench.http;

import org.jspecify.annotations.NullMarked;
