/** What brokers book: the reads about trades and activities, and their histories. */
@NullMarked
package io.trakkit.query.booking;

import org.jspecify.annotations.NullMarked;
