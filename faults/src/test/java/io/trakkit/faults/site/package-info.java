/** The processes and the connections between them, and what can befall them. */
@NullMarked
package io.trakkit.faults.site;

import org.jspecify.annotations.NullMarked;
