/**
 * When the consumers of the group poll: at once on a calm machine, after a few milliseconds on a busy one. Start with {@link
 * io.trakkit.worker.consume.poll.WaitingConsumers}.
 */
@NullMarked
package io.trakkit.worker.consume.poll;

import org.jspecify.annotations.NullMarked;
