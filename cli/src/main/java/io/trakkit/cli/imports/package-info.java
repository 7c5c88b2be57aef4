/**
 * {@code import}: a client of {@code /api/v1/trade/bulk/}. It reads files with the readers of ingest-api, so that a file and a
 * bulk request have the same formats and the same errors; it starts no Spring context and needs no database.
 */
@NullMarked
package io.trakkit.cli.imports;

import org.jspecify.annotations.NullMarked;
