package io.trakkit.files.preset;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The columns of one version of a file. Names are compared without case, and underscores are spaces; {@code *} in a name
 * stands for any text, such as the currency in {@code Total (*)}.
 *
 * @param section the sheet, element or array that it is in; empty for any
 * @param needs the columns that it must have
 * @param may the columns that it may have beside them
 * @param ignored those that may be there and say nothing that counts; reports name them
 */
public record Header(String section, List<String> needs, List<String> may, List<String> ignored) {

    private static final Pattern SPACES = Pattern.compile("[\\s_\\h]+");

    /** A text with the columns that it must have, separated by commas. */
    public static Header of(String needs) {
        return new Header("", split(needs), List.of(), List.of());
    }

    /** With columns that may be there. */
    public Header may(String columns) {
        return new Header(section, needs, joined(may, split(columns)), ignored);
    }

    /** With columns that are read over. */
    public Header ignoring(String columns) {
        return new Header(section, needs, may, joined(ignored, split(columns)));
    }

    /** Of a sheet, an element or an array. */
    public Header in(String name) {
        return new Header(name, needs, may, ignored);
    }

    /** Whether rows of that section can have it. */
    public boolean isOf(String name) {
        return section.isEmpty() || section.equalsIgnoreCase(name);
    }

    private static List<String> split(String columns) {
        return List.of(columns.split(",", -1)).stream().map(String::strip).toList();
    }

    private static List<String> joined(List<String> some, List<String> more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(more);
        return List.copyOf(all);
    }

    /** A name as it is compared. */
    public static String canonical(String name) {
        String lower = name.strip().toLowerCase(Locale.ROOT);
        return isPlain(lower) ? lower : SPACES.matcher(lower).replaceAll(" ");
    }

    /** Whether it is of single spaces and other printable ASCII. Each cell of a file is looked at. */
    private static boolean isPlain(String lower) {
        char before = 0;
        for (int i = 0; i < lower.length(); i++) {
            char character = lower.charAt(i);
            boolean isDouble = character == ' ' && before == ' ';
            if (isDouble || character == '_' || character < ' ' || character > '~') {
                return false;
            }
            before = character;
        }
        return true;
    }

    /** How a row compares with it if it has all columns and no others. Nearly every row of a file lacks the first column. */
    public Optional<Match> exact(List<String> names) {
        Set<String> given = new HashSet<>();
        names.forEach(name -> given.add(canonical(name)));
        boolean lacksOne = needs.stream().anyMatch(need -> need.indexOf('*') < 0 && !given.contains(canonical(need)));
        return lacksOne ? Optional.empty() : Optional.of(match(names)).filter(Match::isExact);
    }

    /** How a row compares with it. */
    public Match match(List<String> names) {
        Set<String> missing = new LinkedHashSet<>(needs);
        List<String> unknown = new ArrayList<>();
        Set<String> ignoredHere = new LinkedHashSet<>();
        Set<String> twice = new LinkedHashSet<>();
        Map<String, Integer> seen = new HashMap<>();
        int known = 0;
        for (String name : names) {
            if (name.isEmpty()) {
                continue;
            }
            if (seen.merge(canonical(name), 1, Integer::sum) == 2) {
                twice.add(name);
            }
            boolean needed = missing.removeIf(need -> fits(need, name)) || hasOne(needs, name);
            boolean ignorable = !needed && !hasOne(may, name) && hasOne(ignored, name);
            if (ignorable) {
                ignoredHere.add(name);
            }
            if (needed || ignorable || hasOne(may, name)) {
                known++;
            } else {
                unknown.add(name);
            }
        }
        return new Match(List.copyOf(missing), unknown, List.copyOf(ignoredHere), List.copyOf(twice), known);
    }

    private static boolean hasOne(List<String> columns, String name) {
        return columns.stream().anyMatch(column -> fits(column, name));
    }

    /** Whether the name is that of the column, or of one of those that the column stands for. */
    static boolean fits(String column, String name) {
        String wanted = canonical(column);
        String given = canonical(name);
        int star = wanted.indexOf('*');
        if (star < 0) {
            return wanted.equals(given);
        }
        return given.length() >= wanted.length() - 1
                && given.startsWith(wanted.substring(0, star))
                && given.endsWith(wanted.substring(star + 1));
    }

    /**
     * How a row compares with a header.
     *
     * @param missing the columns that it lacks
     * @param unknown those that it has too many
     * @param ignored those that are read over
     * @param twice those that it has twice
     * @param known how many names the header has as well
     */
    public record Match(
            List<String> missing, List<String> unknown, List<String> ignored, List<String> twice, int known) {

        public boolean isExact() {
            return missing.isEmpty() && unknown.isEmpty() && twice.isEmpty();
        }
    }
}
