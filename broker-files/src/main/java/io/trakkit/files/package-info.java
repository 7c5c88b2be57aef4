/**
 * The exports of brokers as trades and activities. {@link io.trakkit.files.BrokerFile} is the entry: it recognises a file and
 * reads it row by row; {@link io.trakkit.files.Preview} sums up what a file would store.
 */
@NullMarked
package io.trakkit.files;

import org.jspecify.annotations.NullMarked;
