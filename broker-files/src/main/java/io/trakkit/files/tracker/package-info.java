/**
 * The presets of portfolio trackers. Their files hold what people typed or imported there: no broker's ids, and numbers in the form
 * of the computer on which they were written. Those of brokers are in {@link io.trakkit.files.broker}.
 */
@NullMarked
package io.trakkit.files.tracker;

import org.jspecify.annotations.NullMarked;
