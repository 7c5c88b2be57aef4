/** The dead letters as operators see and decide about them, over HTTP. What is decided, the log's outbox carries out. */
@NullMarked
package io.trakkit.worker.letters;

import org.jspecify.annotations.NullMarked;
