/** Explains the numbers of a position: record by record what each did, with its events in the log. Nothing of it is stored. */
@NullMarked
package io.trakkit.query.explain;

import org.jspecify.annotations.NullMarked;
