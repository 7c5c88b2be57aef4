/** Trades made up by rule, and the topic that holds them. */
@NullMarked
package io.trakkit.bench.log;

import org.jspecify.annotations.NullMarked;
