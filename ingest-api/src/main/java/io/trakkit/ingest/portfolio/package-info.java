/** Creating, renaming and recalculating portfolios, and knowing whose they are. */
@NullMarked
package io.trakkit.ingest.portfolio;

import org.jspecify.annotations.NullMarked;
