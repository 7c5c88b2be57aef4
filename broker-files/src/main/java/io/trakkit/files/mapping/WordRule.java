package io.trakkit.files.mapping;

import io.trakkit.files.preset.Header;

/**
 * What a word means.
 *
 * @param word without regard to case; {@code *} at its end or start stands for any text
 */
record WordRule(String word, Meaning meaning) {

    boolean fits(String text) {
        String wanted = Header.canonical(word);
        String given = Header.canonical(text);
        if (wanted.endsWith("*")) {
            return given.startsWith(wanted.substring(0, wanted.length() - 1));
        }
        return wanted.startsWith("*") ? given.endsWith(wanted.substring(1)) : given.equals(wanted);
    }
}
