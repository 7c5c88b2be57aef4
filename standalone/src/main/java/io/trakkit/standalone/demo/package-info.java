/**
 * The demonstration: posts the requests of {@code samples/} as any broker would, over HTTP alone, and shows what has
 * become of them.
 */
@NullMarked
package io.trakkit.standalone.demo;

import org.jspecify.annotations.NullMarked;
