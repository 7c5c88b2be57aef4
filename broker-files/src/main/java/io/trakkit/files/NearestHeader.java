package io.trakkit.files;

import io.trakkit.files.preset.Header;
import io.trakkit.files.preset.Preset;
import io.trakkit.files.source.RawRow;
import io.trakkit.files.source.SourceFile;
import io.trakkit.files.source.SourceKind;
import io.trakkit.wire.json.Printable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says what is unknown about a header: the preset that is nearest to it, and which columns it lacks or has too many. */
final class NearestHeader {

    /** A header shares at least this part of the columns that the nearest one needs. */
    private static final int LEAST_PERCENT = 50;

    private static final int MOST_NAMED = 12;

    /** The page has a form for it. */
    private static final String HOW = " (on the command line in a file for --map)";

    private final SourceFile file;
    private final List<Preset> presets;

    NearestHeader(SourceFile file, List<Preset> presets) {
        this.file = file;
        this.presets = presets;
    }

    private record Near(Preset preset, Header.Match match, RawRow row, int percent) {}

    FileRefusedException refusal() throws IOException {
        Near near = nearest();
        if (near == null || near.percent() < LEAST_PERCENT) {
            return new FileRefusedException(
                    "No preset knows this file. " + whatIsThere() + " Known are "
                            + presets.stream()
                                    .map(Preset::title)
                                    .distinct()
                                    .sorted()
                                    .collect(Collectors.joining(", "))
                            + ". For another source describe its columns" + HOW,
                    false,
                    file.kind() == SourceKind.TABLE);
        }
        List<String> differences = new ArrayList<>();
        add(differences, "lacks", near.match().missing());
        add(differences, "has, which the preset does not know,", near.match().unknown());
        add(differences, "has twice", near.match().twice());
        return new FileRefusedException(
                "The header (" + file.kind().unit() + " "
                        + near.row().line()
                        + ") is nearest to that of " + near.preset().title() + ", but "
                        + String.join("; it ", differences)
                        + ". Nothing was read, because a column that is not understood may change what the others mean. "
                        + "Describe the columns" + HOW,
                true,
                file.kind() == SourceKind.TABLE);
    }

    private static void add(List<String> differences, String verb, List<String> names) {
        if (!names.isEmpty()) {
            differences.add(verb + (names.size() == 1 ? " the column " : " the columns ") + quoted(names));
        }
    }

    private static String quoted(List<String> names) {
        return names.stream()
                        .limit(MOST_NAMED)
                        .map(name -> "\"" + Printable.of(name) + "\"")
                        .collect(Collectors.joining(", "))
                + (names.size() > MOST_NAMED ? " and " + (names.size() - MOST_NAMED) + " more" : "");
    }

    private @Nullable Near nearest() throws IOException {
        Near best = null;
        if (file.kind() != SourceKind.TABLE) {
            for (RawRow row : file.firstObjects()) {
                best = nearer(best, row, row.names());
            }
            return best;
        }
        for (char delimiter : file.delimiters()) {
            for (RawRow row : file.firstRows(delimiter)) {
                best = nearer(best, row, row.cells());
            }
        }
        return best;
    }

    private @Nullable Near nearer(@Nullable Near before, RawRow row, List<String> names) {
        Near best = before;
        for (Preset preset : presets) {
            boolean inSections = preset.traits().source() == SourceKind.SECTIONS && Sections.isHeader(row);
            if (!inSections && preset.traits().source() != file.kind()) {
                continue;
            }
            for (Header header : preset.headers()) {
                if (inSections && !header.isOf(row.cells().getFirst())) {
                    continue;
                }
                Header.Match match = header.match(inSections ? Sections.cells(row) : names);
                int needs = header.needs().size();
                int met = 100 * (needs - match.missing().size()) / Math.max(1, needs);
                // Of two that lack the same, that with fewer unknown columns is nearer.
                int percent = met - Math.min(20, match.unknown().size());
                if (needs >= 3 && (best == null || percent > best.percent())) {
                    best = new Near(preset, match, row, percent);
                }
            }
        }
        return best;
    }

    /** What the file begins with, so that its owner sees how it was split. */
    private String whatIsThere() throws IOException {
        if (file.kind() == SourceKind.XML) {
            return "It is XML.";
        }
        if (file.kind() == SourceKind.JSON) {
            return "It is JSON.";
        }
        RawRow widest = null;
        long most = 0;
        for (char delimiter : file.delimiters()) {
            for (RawRow row : file.firstRows(delimiter)) {
                if (row.filled() > most) {
                    most = row.filled();
                    widest = row;
                }
            }
        }
        return widest == null
                ? "It has no row."
                : "Its widest row, " + file.kind().unit() + " " + widest.line() + ", has " + quoted(widest.cells())
                        + ".";
    }
}
