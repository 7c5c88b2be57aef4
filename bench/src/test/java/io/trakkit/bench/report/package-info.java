@NullMarked
package io.trakkit.bench.report;

import org.jspecify.annotations.NullMarked;
