/**
 * Where quotes come from: the port. Each package below it is a source of its kind.
 */
@NullMarked
package io.trakkit.feed.source;

import org.jspecify.annotations.NullMarked;
