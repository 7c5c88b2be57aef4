package io.trakkit.files;

import io.trakkit.files.preset.Preset;
import io.trakkit.files.source.RawRow;
import io.trakkit.files.source.SourceFile;
import io.trakkit.files.source.SourceKind;
import io.trakkit.files.source.UnreadableFileException;
import io.trakkit.wire.trade.ActivityFields;
import io.trakkit.wire.trade.TradeField;
import io.trakkit.wire.trade.TradeFields;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** What a file is, before any preset is chosen. */
public sealed interface Recognition {

    /** A preset knows its header. */
    record Known(Preset preset) implements Recognition {}

    /** Its header names the fields of trakkit's own CSV. */
    record Own() implements Recognition {}

    /**
     * It is like the file of a preset, or like none.
     *
     * @param near whether a preset is near
     * @param table whether it is a table
     */
    record Unknown(String refusal, boolean near, boolean table) implements Recognition {}

    /** It is no file that can be read here. */
    record Unreadable(String refusal) implements Recognition {}

    /** @throws IOException if the bytes cannot be read */
    static Recognition of(InputStream in) throws IOException {
        try (SourceFile file = SourceFile.open(in)) {
            if (ownNames(file) >= SURELY_OWN) {
                return new Own();
            }
            return new Known(new Detection(file, Presets.ALL).find().preset());
        } catch (UnreadableFileException e) {
            return new Unreadable(String.valueOf(e.getMessage()));
        } catch (FileRefusedException e) {
            return new Unknown(String.valueOf(e.getMessage()), e.isNear(), e.isTable());
        }
    }

    /** A line with this number of known names is a header. */
    int SURELY_OWN = 4;

    private static int ownNames(SourceFile file) throws IOException {
        if (file.kind() != SourceKind.TABLE) {
            return 0;
        }
        Set<String> own = new HashSet<>(ActivityFields.ALL);
        TradeFields.ALL.stream().map(TradeField::name).forEach(own::add);
        int most = 0;
        for (char delimiter : file.delimiters()) {
            for (RawRow row : file.firstRows(delimiter)) {
                int known = 0;
                for (String cell : row.cells()) {
                    known += own.contains(cell.toLowerCase(Locale.ROOT)) ? 1 : 0;
                }
                most = Math.max(most, known);
            }
        }
        return most;
    }
}
