@NullMarked
package io.trakkit.ingest.bulk.format;

import org.jspecify.annotations.NullMarked;
