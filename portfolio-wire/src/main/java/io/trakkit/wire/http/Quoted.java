package io.trakkit.wire.http;

import io.trakkit.wire.json.Printable;

/** A stranger's text in a sentence. */
final class Quoted {

    private Quoted() {}

    /** Printable, short, in double quotes. */
    static String of(String text) {
        return '"' + Printable.of(text) + '"';
    }
}
