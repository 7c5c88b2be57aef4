/** The importer's command: a client of {@code /api/v1/trade/bulk/}, which starts no server and needs no database. */
@NullMarked
package io.trakkit.ingest.console;

import org.jspecify.annotations.NullMarked;
