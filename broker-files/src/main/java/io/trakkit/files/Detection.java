package io.trakkit.files;

import io.trakkit.files.preset.Header;
import io.trakkit.files.preset.Preset;
import io.trakkit.files.source.RawRow;
import io.trakkit.files.source.SourceFile;
import io.trakkit.files.source.SourceKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the preset whose header a file has, also below title lines. */
final class Detection {

    private final SourceFile file;
    private final List<Preset> presets;

    /** @param presets those that come into question */
    Detection(SourceFile file, List<Preset> presets) {
        this.file = file;
        this.presets = presets;
    }

    /**
     * The preset of a file.
     *
     * @param delimiter what separates the cells of a table
     */
    record Found(Preset preset, char delimiter) {}

    /** @throws FileRefusedException if there is none, or none that knows all columns; it names the nearest one */
    Found find() throws IOException {
        return switch (file.kind()) {
            case TABLE, SECTIONS -> findTable();
            case JSON, XML -> findObjects();
        };
    }

    private Found findTable() throws IOException {
        @Nullable Found best = null;
        int most = 0;
        for (char delimiter : file.delimiters()) {
            List<RawRow> rows = file.firstRows(delimiter);
            for (Preset preset : presets) {
                int needs = needsMet(preset, rows);
                if (needs > most) {
                    most = needs;
                    best = new Found(preset, delimiter);
                }
            }
        }
        if (best == null) {
            throw new NearestHeader(file, presets).refusal();
        }
        return best;
    }

    /** The number of columns that the largest header needs which one of the rows has; 0 if none. */
    private static int needsMet(Preset preset, List<RawRow> rows) {
        int most = 0;
        for (RawRow row : rows) {
            for (Header header : preset.headers()) {
                if (header.needs().size() > most && isHeader(preset, header, row)) {
                    most = header.needs().size();
                }
            }
        }
        return most;
    }

    private static boolean isHeader(Preset preset, Header header, RawRow row) {
        return switch (preset.traits().source()) {
            case TABLE ->
                header.isOf(row.section()) && header.match(row.cells()).isExact();
            case SECTIONS ->
                Sections.isHeader(row)
                        && header.isOf(row.cells().getFirst())
                        && header.match(Sections.cells(row)).missing().isEmpty();
            case JSON, XML -> false;
        };
    }

    private Found findObjects() throws IOException {
        List<RawRow> rows = file.firstObjects();
        List<Preset> fitting = new ArrayList<>();
        for (Preset preset : presets) {
            boolean isOfKind = preset.traits().source() == file.kind();
            if (isOfKind && rows.stream().anyMatch(row -> hasHeader(preset, row))) {
                fitting.add(preset);
            }
        }
        if (fitting.isEmpty()
                && presets.size() == 1
                && presets.getFirst().traits().source() == file.kind()) {
            return new Found(presets.getFirst(), ',');
        }
        if (fitting.isEmpty()) {
            throw new NearestHeader(file, presets).refusal();
        }
        return new Found(fitting.getFirst(), ',');
    }

    private static boolean hasHeader(Preset preset, RawRow row) {
        return preset.headers().stream()
                .anyMatch(header -> header.isOf(row.section())
                        && header.match(row.names()).missing().isEmpty());
    }

    /** Whether presets of that kind can read the file. */
    static boolean fits(SourceKind preset, SourceKind file) {
        return preset == file || (preset == SourceKind.SECTIONS && file == SourceKind.TABLE);
    }
}
