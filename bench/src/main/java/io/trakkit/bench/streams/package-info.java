/** Average cost by Kafka Streams, as a program of its own. */
@NullMarked
package io.trakkit.bench.streams;

import org.jspecify.annotations.NullMarked;
