/**
 * What the log holds: the events that create and amend trades and activities, and how two of them are compared. Start with {@link
 * io.trakkit.domain.event.TradeEvent}.
 */
@NullMarked
package io.trakkit.domain.event;

import org.jspecify.annotations.NullMarked;
