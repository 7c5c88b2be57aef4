/** Takes corporate actions: recorded, corrected and withdrawn. */
@NullMarked
package io.trakkit.ingest.action;

import org.jspecify.annotations.NullMarked;
