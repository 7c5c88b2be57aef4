package io.trakkit.faults.check;

/** Where a record stands in the topic of trades. */
public record Origin(int partition, long offset) {}
