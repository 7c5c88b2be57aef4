@NullMarked
package io.trakkit.bench.streams;

import org.jspecify.annotations.NullMarked;
