/** How ingest-api asks PostgreSQL: briefly, and not at all while it is known to be down. */
@NullMarked
package io.trakkit.ingest.database;

import org.jspecify.annotations.NullMarked;
