package io.trakkit.files.preset;

import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which sign stands before the decimals of a table. Programs and computers write the same export in either way, so that the numbers of
 * the file decide: for {@code 1,085} those of its column, else those of all columns, else what is usual for the source.
 */
public final class NumberSigns {

    private static final Pattern WORDS = Pattern.compile("[\\s@]+");

    private final DecimalSign usual;

    /** Whether the cells are separated by semicolons. Programs do that where the comma stands before decimals. */
    private final boolean semicolons;

    private final Map<Integer, Set<DecimalSign>> ofColumns = new HashMap<>();
    private final Set<DecimalSign> ofFile = EnumSet.noneOf(DecimalSign.class);

    private NumberSigns(DecimalSign usual, boolean semicolons) {
        this.usual = usual;
        this.semicolons = semicolons;
    }

    /** Of a source whose files do not differ. */
    public static NumberSigns always(DecimalSign sign) {
        return new NumberSigns(sign, false);
    }

    /**
     * Those that rows show.
     *
     * @param usual of the source
     * @param delimiter what separates the cells
     * @param rows cells of rows, as far as they are known
     * @param silent the places of columns that say nothing about the others, such as remarks
     */
    public static NumberSigns shownBy(DecimalSign usual, char delimiter, List<List<String>> rows, Set<Integer> silent) {
        NumberSigns signs = new NumberSigns(usual, delimiter == ';');
        for (List<String> cells : rows) {
            for (int place = 0; place < cells.size(); place++) {
                signs.look(cells.get(place), place, !silent.contains(place));
            }
        }
        return signs;
    }

    private void look(String cell, int place, boolean counts) {
        Optional<DecimalSign> whole = DecimalSign.shownBy(cell);
        if (whole.isPresent()) {
            see(place, whole.get());
            if (counts) {
                ofFile.add(whole.get());
            }
            return;
        }
        // A number within a text tells about that column only.
        for (String word : WORDS.split(cell, -1)) {
            DecimalSign.shownBy(word).ifPresent(sign -> see(place, sign));
        }
    }

    private void see(int place, DecimalSign sign) {
        ofColumns.computeIfAbsent(place, _ -> EnumSet.noneOf(DecimalSign.class)).add(sign);
    }

    /**
     * The number in a text of that column.
     *
     * @param place that of the column; -1 if it is not known
     * @throws NumberFormatException if it is none, or could be two
     */
    BigDecimal number(String text, int place) {
        return DecimalSign.canBeEither(text) ? sign(text, place).parse(text) : usual.parse(text);
    }

    private DecimalSign sign(String text, int place) {
        Set<DecimalSign> shown = ofColumns.getOrDefault(place, ofFile);
        if (shown.size() == 1) {
            return shown.iterator().next();
        }
        boolean isDecimalComma = semicolons && text.indexOf(',') >= 0;
        if (shown.isEmpty() && (usual == DecimalSign.COMMA || !isDecimalComma)) {
            return usual;
        }
        throw new NumberFormatException("could be "
                + DecimalSign.POINT.parse(text).toPlainString() + " or "
                + DecimalSign.COMMA.parse(text).toPlainString()
                + (shown.isEmpty()
                        ? ", and no other number of the file shows the sign before the decimals"
                        : ", and the other numbers of the file have both signs before their decimals")
                + ": write it without a thousands sign, or with a fourth decimal");
    }
}
