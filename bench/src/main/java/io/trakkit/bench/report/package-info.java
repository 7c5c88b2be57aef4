/** What was measured, and how it is shown to people and machines. */
@NullMarked
package io.trakkit.bench.report;

import org.jspecify.annotations.NullMarked;
