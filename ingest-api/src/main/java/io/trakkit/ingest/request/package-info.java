/** What the headers of a write say, and the ids that follow from them. */
@NullMarked
package io.trakkit.ingest.request;

import org.jspecify.annotations.NullMarked;
