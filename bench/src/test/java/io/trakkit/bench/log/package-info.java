@NullMarked
package io.trakkit.bench.log;

import org.jspecify.annotations.NullMarked;
