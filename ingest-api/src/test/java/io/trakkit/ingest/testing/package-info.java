/** What the tests of ingest-api share: real servers, a caller, a look into the log. */
@NullMarked
package io.trakkit.ingest.testing;

import org.jspecify.annotations.NullMarked;
