package io.trakkit.wire.bulk;

/** The text of a CSV cell. */
final class Cell {

    private Cell() {}

    /** The text without spaces and tabs at its ends, those included that do not break a line. Line ends stay. */
    static String stripped(String cell) {
        int from = 0;
        int to = cell.length();
        while (from < to && isSpace(cell.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(cell.charAt(to - 1))) {
            to--;
        }
        return cell.substring(from, to);
    }

    private static boolean isSpace(char character) {
        return character == ' '
                || character == '\t'
                || (character >= 0x80 && Character.getType(character) == Character.SPACE_SEPARATOR);
    }
}
