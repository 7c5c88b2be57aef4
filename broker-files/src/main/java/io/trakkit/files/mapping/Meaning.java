package io.trakkit.files.mapping;

import io.trakkit.files.preset.Kind;
import io.trakkit.files.preset.RowResult;

/** What a word of a file means. */
sealed interface Meaning {

    record Of(Kind kind) implements Meaning {}

    /** One of two kinds, by the sign of a column. */
    record BySign(Field field, Kind positive, Kind negative) implements Meaning {}

    /** No record. */
    record Result(RowResult result) implements Meaning {}
}
