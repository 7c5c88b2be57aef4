/**
 * The forms in which many records can come: NDJSON, a JSON array, CSV. Each is taken apart byte by byte, a record at a
 * time, so that what is wrong with one record stays its own affair.
 */
@NullMarked
package io.trakkit.ingest.bulk.format;

import org.jspecify.annotations.NullMarked;
