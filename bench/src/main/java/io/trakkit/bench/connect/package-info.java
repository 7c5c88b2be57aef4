/** What runs within Kafka Connect. */
@NullMarked
package io.trakkit.bench.connect;

import org.jspecify.annotations.NullMarked;
