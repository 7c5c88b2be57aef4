/** The headers of write requests, and the ids that are derived from them. */
@NullMarked
package io.trakkit.ingest.request;

import org.jspecify.annotations.NullMarked;
