package io.trakkit.domain;

/** The position right after the trade at a place: where a fold can set in without looking at anything earlier. */
public record Checkpoint(Place place, Position position) {

    /** Before the first trade. */
    public static final Checkpoint START = new Checkpoint(Place.START, Position.EMPTY);
}
