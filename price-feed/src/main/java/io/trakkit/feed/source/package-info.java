/**
 * The port through which quotes come in. Each package below it is one kind of source.
 */
@NullMarked
package io.trakkit.feed.source;

import org.jspecify.annotations.NullMarked;
