package io.trakkit.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A table as its broker exports it, and what must hold for every export of the same account: the order of its rows does not matter,
 * and an earlier export gives the same records as far as it goes.
 */
public final class Exports {

    private final String header;
    private final Map<Long, String> records = new TreeMap<>();
    private final FileOptions options;

    private Exports(String file, int headerLine, FileOptions options) {
        this.options = options;
        List<String> lines = Arrays.asList(file.stripTrailing().split("\r?\n", -1));
        header = String.join("\n", lines.subList(0, headerLine)) + "\n";
        StringBuilder open = new StringBuilder();
        long start = headerLine + 1L;
        for (int i = headerLine; i < lines.size(); i++) {
            open.append(lines.get(i)).append('\n');
            boolean endsInQuotes =
                    open.chars().filter(character -> character == '"').count() % 2 == 1;
            if (!endsInQuotes) {
                records.put(start, open.toString());
                open.setLength(0);
                start = i + 2L;
            }
        }
    }

    /** @param headerLine the line of the header, from 1 */
    public static Exports of(String file, int headerLine, FileOptions options) {
        return new Exports(file, headerLine, options);
    }

    /** The file with its rows in the other order. */
    public String turned() {
        return header + String.join("", List.copyOf(records.values()).reversed());
    }

    /**
     * Asserts that the file gives the same records again, that its rows in the other order do, and that an export that ends with any
     * day gives the records until that day and no others: then a longer one adds only what is new.
     */
    public void assertRepeatable() {
        String file = header + String.join("", records.values());
        List<FileRow> rows = Files.read(file, options);
        Map<String, String> whole = Files.byRefId(rows);
        assertThat(Files.refIds(rows)).isNotEmpty().doesNotHaveDuplicates();
        assertThat(Files.byRefId(Files.read(file, options))).isEqualTo(whole);
        assertThat(Files.byRefId(Files.read(turned(), options))).isEqualTo(whole);
        for (LocalDate day : days(rows)) {
            assertThat(Files.byRefId(Files.read(until(day, rows), options)))
                    .as("an export until %s", day)
                    .isEqualTo(Files.byRefId(ofDays(day, rows)));
        }
    }

    private static Set<LocalDate> days(List<FileRow> rows) {
        Set<LocalDate> days = new TreeSet<>();
        rows.forEach(row -> {
            if (row instanceof FileRow.Booked booked && booked.day() != null) {
                days.add(booked.day());
            }
        });
        return days;
    }

    private static List<FileRow> ofDays(LocalDate last, List<FileRow> rows) {
        List<FileRow> until = new ArrayList<>();
        for (FileRow row : rows) {
            if (row instanceof FileRow.Booked booked
                    && booked.day() != null
                    && !booked.day().isAfter(last)) {
                until.add(row);
            }
        }
        return until;
    }

    /** The rows of records until that day, and those that are joined to one of them. */
    private String until(LocalDate last, List<FileRow> rows) {
        Set<Long> lines = new TreeSet<>();
        ofDays(last, rows).forEach(row -> lines.add(row.line()));
        rows.forEach(row -> {
            if (row instanceof FileRow.Joined(long line, long into) && lines.contains(into)) {
                lines.add(line);
            }
        });
        StringBuilder file = new StringBuilder(header);
        records.forEach((line, text) -> {
            if (lines.contains(line)) {
                file.append(text);
            }
        });
        return file.toString();
    }
}
