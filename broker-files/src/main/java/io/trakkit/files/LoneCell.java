package io.trakkit.files;

import io.trakkit.files.preset.Header;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a row is that has one cell only, or that cannot be a record: a disclaimer, a total, a row that was cut off. */
final class LoneCell {

    private static final String DELIMITERS = ",;\t|";

    /** A word of text is longer than most tickers, and has no digits. */
    private static final Pattern WORD = Pattern.compile("[\\p{L}-]{6,}[:.]?");

    private static final Set<String> TOTALS = Set.of(
            "total",
            "totals",
            "grand total",
            "subtotal",
            "sub total",
            "sub-total",
            "sum",
            "summe",
            "gesamt",
            "gesamtsumme",
            "totaal",
            "totale",
            "totaux",
            "totales",
            "summa",
            "total general",
            "\u0438\u0442\u043e\u0433\u043e",
            "\u0432\u0441\u0435\u0433\u043e");

    /** Names of securities, which are the first column of some files, have fewer. */
    private static final int WORDS_OF_A_SENTENCE = 6;

    private LoneCell() {}

    /** Whether the first cell that has a text names a total. A row that can be read as a record is one all the same. */
    static boolean isTotal(List<String> cells) {
        return cells.stream()
                .filter(cell -> !cell.isEmpty())
                .findFirst()
                .map(cell -> TOTALS.contains(
                        Header.canonical(cell.endsWith(":") ? cell.substring(0, cell.length() - 1) : cell)))
                .orElse(false);
    }

    /** Whether it is a sentence or a word, not a date, a ticker or the beginning of one. */
    static boolean isText(String cell) {
        boolean hasLetterOrDigit = cell.chars().anyMatch(Character::isLetterOrDigit);
        boolean isSentence =
                cell.chars().anyMatch(Character::isWhitespace) && cell.chars().anyMatch(Character::isLetter);
        return !hasLetterOrDigit || isSentence || WORD.matcher(cell).matches() || isTotal(List.of(cell));
    }

    /** Whether a row that has fewer cells than the header begins with a sentence, whose commas made cells of it. */
    static boolean isBrokenSentence(List<String> cells, int names) {
        return cells.size() < names
                && cells.getFirst().split("\\s+", -1).length >= WORDS_OF_A_SENTENCE
                && cells.getFirst().chars().noneMatch(Character::isDigit);
    }

    /** The delimiter by which the cell would have as many cells as the header has names. */
    static Optional<Character> otherDelimiter(String cell, char delimiter, int names) {
        return DELIMITERS
                .chars()
                .filter(other -> other != delimiter)
                .filter(other -> {
                    long cells =
                            cell.chars().filter(character -> character == other).count() + 1;
                    return Math.abs(cells - names) <= 1;
                })
                .mapToObj(other -> (char) other)
                .findFirst();
    }
}
