package io.trakkit.files;

import io.trakkit.files.preset.Kind;
import io.trakkit.files.preset.SkipKind;
import io.trakkit.wire.bulk.NextRecord;
import io.trakkit.wire.bulk.Records;
import java.io.IOException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The rows of a broker's file as the records of a bulk body. Two records of one row have the same line. */
public final class FileRecords implements Records {

    private final BrokerFile file;

    public FileRecords(BrokerFile file) {
        this.file = file;
    }

    @Override
    public @Nullable NextRecord next() throws IOException {
        FileRow row;
        try {
            row = file.next();
        } catch (FileRefusedException e) {
            return new NextRecord.Broken(1, String.valueOf(e.getMessage()));
        }
        return switch (row) {
            case null -> null;
            case FileRow.Booked(long line, Kind _, @Nullable LocalDate _, ObjectNode fields) ->
                new NextRecord.Body(line, fields);
            case FileRow.Joined(long line, long into) -> new NextRecord.Joined(line, into);
            case FileRow.Skipped(long line, SkipKind kind, String reason) ->
                new NextRecord.Skipped(line, reason, kind == SkipKind.UNSUPPORTED);
            case FileRow.Wrong wrong -> new NextRecord.Wrong(wrong.line(), NextRecord.Mistake.MALFORMED, wrong.words());
            case FileRow.Broken(long line, String detail) -> new NextRecord.Broken(line, detail);
        };
    }
}
