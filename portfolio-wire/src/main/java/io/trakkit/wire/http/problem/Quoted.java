package io.trakkit.wire.http.problem;

import io.trakkit.wire.json.Printable;

/** Quotes a caller's text in a sentence. */
public final class Quoted {

    private Quoted() {}

    /** Printable, short, in double quotes. */
    public static String of(String text) {
        return '"' + Printable.of(text) + '"';
    }
}
