@NullMarked
package io.trakkit.bench.scenario;

import org.jspecify.annotations.NullMarked;
