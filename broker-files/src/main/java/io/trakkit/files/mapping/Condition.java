package io.trakkit.files.mapping;

import io.trakkit.files.preset.Row;
import io.trakkit.files.preset.RowResult;
import java.util.List;

/**
 * Rows that are no records.
 *
 * @param words the texts of the column for which it holds; empty: an empty cell
 * @param not whether it holds for all other texts instead
 */
record Condition(String column, List<String> words, boolean not, RowResult result) {

    boolean holds(Row row) {
        String text = row.find(column).orElse("");
        boolean fits = words.isEmpty()
                ? text.isEmpty()
                : words.stream().anyMatch(word -> new WordRule(word, new Meaning.Result(result)).fits(text));
        return fits != not;
    }
}
