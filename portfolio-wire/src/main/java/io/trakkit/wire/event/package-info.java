/**
 * Events as Kafka carries them: bytes to {@link io.trakkit.domain domain} events and back.
 *
 * <p>Knows the format, not the transport: no Kafka client stands here. A record that cannot be read is a result, not an
 * exception to stumble over.
 */
@NullMarked
package io.trakkit.wire.event;

import org.jspecify.annotations.NullMarked;
