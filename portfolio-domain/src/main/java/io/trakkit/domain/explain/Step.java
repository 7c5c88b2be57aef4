package io.trakkit.domain.explain;

import io.trakkit.domain.position.Position;

/** A step of a record, with the position right before and right after it. */
record Step(Move move, Position before, Position after) {}
