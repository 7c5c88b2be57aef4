package io.trakkit.files;

import io.trakkit.files.preset.Header;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The names of all columns of a preset, for a quick look at each row: nearly all rows are no headers.
 *
 * @param names as they are compared
 * @param patterns those with a {@code *}
 */
record HeaderNames(Set<String> names, List<String> patterns) {

    static HeaderNames of(List<Header> headers) {
        Set<String> names = new HashSet<>();
        List<String> patterns = new ArrayList<>();
        for (Header header : headers) {
            Stream.of(header.needs(), header.may(), header.ignored())
                    .flatMap(List::stream)
                    .forEach(name -> {
                        if (name.indexOf('*') < 0) {
                            names.add(Header.canonical(name));
                        } else {
                            patterns.add(Header.canonical(name));
                        }
                    });
        }
        return new HeaderNames(names, patterns);
    }

    /** @param name as it is compared */
    boolean contains(String name) {
        return names.contains(name) || patterns.stream().anyMatch(pattern -> fits(pattern, name));
    }

    private static boolean fits(String pattern, String name) {
        int star = pattern.indexOf('*');
        return name.length() >= pattern.length() - 1
                && name.startsWith(pattern.substring(0, star))
                && name.endsWith(pattern.substring(star + 1));
    }
}
