package io.trakkit.files.preset;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The names of the cells of a row, and how its texts are read. Shared by all rows of a table. For one thread. */
public final class Columns {

    private static final Set<String> EMPTY = Set.of("", "-", "--", "n/a");

    private final List<String> names;
    private final Map<String, Integer> places = new HashMap<>();
    private final NumberSigns signs;

    /** A preset asks for the same columns in each row, and to compare names is costly. */
    private final Map<String, Integer> asked = new HashMap<>();

    public Columns(List<String> names, NumberSigns signs) {
        this.names = List.copyOf(names);
        this.signs = signs;
        for (int i = 0; i < names.size(); i++) {
            if (!names.get(i).isEmpty()) {
                places.putIfAbsent(Header.canonical(names.get(i)), i);
            }
        }
    }

    /** The names as the file writes them. */
    public List<String> names() {
        return names;
    }

    /** The place of a column; -1 if there is none. A name may have a {@code *}, as in a {@link Header}. */
    int place(String column) {
        return asked.computeIfAbsent(column, this::search);
    }

    private int search(String column) {
        if (column.indexOf('*') < 0) {
            return places.getOrDefault(Header.canonical(column), -1);
        }
        for (int i = 0; i < names.size(); i++) {
            if (!names.get(i).isEmpty() && Header.fits(column, names.get(i))) {
                return i;
            }
        }
        return -1;
    }

    boolean isEmpty(String text) {
        return text.length() <= 3 && EMPTY.contains(text.toLowerCase(java.util.Locale.ROOT));
    }

    BigDecimal number(String text, String column) {
        return signs.number(text, place(column));
    }
}
