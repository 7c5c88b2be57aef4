package io.trakkit.files.tracker;

import io.trakkit.files.preset.DecimalSign;
import io.trakkit.files.preset.Row;
import io.trakkit.files.preset.WrongCellException;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The numbers of a row whose decimal sign depends on the computer that wrote the file, not on the header. A column that always has
 * two decimals tells it.
 */
final class LocalNumbers {

    private static final Pattern COMMA = Pattern.compile(".*,[0-9]{2}");
    private static final Pattern POINT = Pattern.compile(".*\\.[0-9]{2}");

    private final Row row;
    private final DecimalSign sign;

    private LocalNumbers(Row row, DecimalSign sign) {
        this.row = row;
        this.sign = sign;
    }

    /**
     * The numbers of a row.
     *
     * @param column the one with two decimals
     * @param otherwise the sign if the column has none
     */
    static LocalNumbers of(Row row, String[] column, DecimalSign otherwise) {
        String text = row.find(column).orElse("");
        if (COMMA.matcher(text).matches()) {
            return new LocalNumbers(row, DecimalSign.COMMA);
        }
        return new LocalNumbers(row, POINT.matcher(text).matches() ? DecimalSign.POINT : otherwise);
    }

    Optional<BigDecimal> find(String... columns) {
        return row.find(columns).map(text -> parse(text, columns));
    }

    /** @throws WrongCellException if the cell is empty or no number */
    BigDecimal decimal(String... columns) {
        return parse(row.text(columns), columns);
    }

    BigDecimal orZero(String... columns) {
        return find(columns).orElse(BigDecimal.ZERO);
    }

    private BigDecimal parse(String text, String... columns) {
        try {
            return sign.parse(text);
        } catch (NumberFormatException e) {
            throw row.wrong(String.valueOf(e.getMessage()), columns);
        }
    }
}
