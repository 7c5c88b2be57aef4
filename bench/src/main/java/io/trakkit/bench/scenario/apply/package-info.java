/** How fast the worker applies what is in the log. */
@NullMarked
package io.trakkit.bench.scenario.apply;

import org.jspecify.annotations.NullMarked;
