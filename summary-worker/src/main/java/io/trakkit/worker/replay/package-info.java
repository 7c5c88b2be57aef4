/**
 * Proves the numbers, and mends them: reads the log again into a read model beside the live one, compares the two row by
 * row at one point of the log, and makes the new one live, or only some of its keys.
 *
 * <p>{@link io.trakkit.worker.replay.Shadow} is the read model beside; {@link io.trakkit.worker.replay.Comparison} finds
 * where two differ; {@link io.trakkit.worker.replay.ReplayRunner} runs one command at a time.
 */
@NullMarked
package io.trakkit.worker.replay;

import org.jspecify.annotations.NullMarked;
