package io.trakkit.files;

import io.trakkit.files.preset.WrongCellException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether the last row of a text is whole, if the text does not end with a line break. Many programs leave the break out, and some files
 * are cut off. A row that was cut has fewer cells than every other row, or a last cell that is shorter than each before it: an amount with
 * fewer decimals, a time without its seconds, the beginning of a word.
 */
final class CutOff {

    private static final Pattern NUMBER = Pattern.compile("[-+(]?\\p{Sc}?[0-9]+(?:[.,'’][0-9]+)*([.,][0-9]*)?\\)?");

    /** Longer cells are remarks. */
    private static final int MOST_CHARACTERS = 60;

    private static final int MOST_WORDS = 50;

    private int fewestCells;
    private int fewestDecimals = Integer.MAX_VALUE;
    private int fewestCharacters = Integer.MAX_VALUE;
    private final Set<String> words = new HashSet<>();
    private boolean canBeEmpty;
    private boolean hasRows;

    /** @param named the number of cells that the header has */
    CutOff(int named) {
        fewestCells = named;
    }

    /** A row that ends with a line break. */
    void whole(List<String> cells) {
        hasRows = true;
        fewestCells = Math.min(fewestCells, cells.size());
        String last = cells.getLast();
        if (last.length() > MOST_CHARACTERS) {
            return;
        }
        if (last.isEmpty()) {
            canBeEmpty = true;
        } else if (NUMBER.matcher(last).matches()) {
            fewestDecimals = Math.min(fewestDecimals, decimals(last));
        } else if (hasDigit(last)) {
            fewestCharacters = Math.min(fewestCharacters, last.length());
        } else if (words.size() < MOST_WORDS) {
            words.add(last);
        }
    }

    private static boolean hasDigit(String text) {
        return text.chars().anyMatch(Character::isDigit);
    }

    /**
     * Looks at a row that ends where the text ends.
     *
     * @param counts whether its last column says anything
     * @throws WrongCellException if it seems to be cut off
     */
    void check(List<String> cells, boolean counts) {
        if (cells.size() < fewestCells) {
            throw cut("has fewer cells than the rows before, and no line break at its end");
        }
        String last = cells.getLast();
        if (counts && hasRows && last.length() <= MOST_CHARACTERS && isShorter(last)) {
            throw cut("has no line break at its end, and its last cell \"" + last
                    + "\" is shorter than those of the rows before");
        }
    }

    private static WrongCellException cut(String what) {
        return new WrongCellException("", "", what + ": was the file cut off here?");
    }

    private boolean isShorter(String last) {
        boolean hasNumbers = fewestDecimals != Integer.MAX_VALUE;
        boolean hasCodes = fewestCharacters != Integer.MAX_VALUE;
        if (last.isEmpty()) {
            return !canBeEmpty;
        }
        if (hasNumbers && NUMBER.matcher(last).matches()) {
            return decimals(last) < fewestDecimals;
        }
        if (hasCodes && hasDigit(last)) {
            return last.length() < fewestCharacters;
        }
        // The sign of an amount, or the beginning of a word.
        boolean isSign = hasNumbers && !canBeEmpty && words.isEmpty();
        return isSign || (!words.contains(last) && words.stream().anyMatch(word -> word.startsWith(last)));
    }

    private static int decimals(String number) {
        int sign = Math.max(number.lastIndexOf('.'), number.lastIndexOf(','));
        return sign < 0
                ? 0
                : (int) number.substring(sign + 1)
                        .chars()
                        .filter(Character::isDigit)
                        .count();
    }
}
