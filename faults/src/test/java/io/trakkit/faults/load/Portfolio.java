package io.trakkit.faults.load;

/** A portfolio that was created for the load. */
public record Portfolio(long id, String user) {}
