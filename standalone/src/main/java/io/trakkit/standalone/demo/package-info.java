/**
 * The demonstration: posts the requests of {@code samples/} over HTTP, as a broker does, and shows the portfolios.
 */
@NullMarked
package io.trakkit.standalone.demo;

import org.jspecify.annotations.NullMarked;
