/** The headers of write requests, the ids that are derived from them, and how fast a request may go on. */
@NullMarked
package io.trakkit.ingest.request;

import org.jspecify.annotations.NullMarked;
