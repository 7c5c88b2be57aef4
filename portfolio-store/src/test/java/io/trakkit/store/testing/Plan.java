package io.trakkit.store.testing;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How PostgreSQL ran a statement.
 *
 * @param text the statement and its plan, with the rows that each step gave and removed
 */
public record Plan(String text) {

    private static final Pattern SEQUENTIAL = Pattern.compile("Seq Scan on (\\w+)");
    private static final Pattern INDEX = Pattern.compile("Index (?:Only )?Scan(?: Backward)? (?:using|on) (\\w+)");
    private static final Pattern STEP = Pattern.compile("actual rows=([0-9.]+) loops=([0-9]+)");
    private static final Pattern REMOVED = Pattern.compile("Rows Removed by \\w+(?: \\w+)?: ([0-9]+)");

    /** The tables that were read from one end to the other. */
    public Set<String> scannedTables() {
        return all(SEQUENTIAL);
    }

    /** The indexes that were used. */
    public Set<String> indexes() {
        return all(INDEX);
    }

    private Set<String> all(Pattern pattern) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    /** How many rows the scans of tables and indexes came by, those included that a condition then left out. */
    public long rowsLookedAt() {
        double rows = 0;
        long loops = 0;
        for (String line : text.lines().toList()) {
            Matcher step = STEP.matcher(line);
            Matcher removed = REMOVED.matcher(line);
            if (step.find()) {
                loops = line.contains(" Scan ") ? Long.parseLong(step.group(2)) : 0;
                rows += loops * Double.parseDouble(step.group(1));
            } else if (removed.find()) {
                rows += loops * Double.parseDouble(removed.group(1));
            }
        }
        return Math.round(rows);
    }
}
