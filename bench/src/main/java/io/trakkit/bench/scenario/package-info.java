/** What is measured: a class for each scenario. */
@NullMarked
package io.trakkit.bench.scenario;

import org.jspecify.annotations.NullMarked;
