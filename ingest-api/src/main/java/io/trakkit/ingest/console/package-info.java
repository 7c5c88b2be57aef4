/** The importer's command: a client of {@code /api/v1/trade/bulk/}, without a server, a database or Spring in it. */
@NullMarked
package io.trakkit.ingest.console;

import org.jspecify.annotations.NullMarked;
