package io.trakkit.cli.imports;

import io.trakkit.cli.program.CommandException;
import io.trakkit.wire.bulk.Body;
import io.trakkit.wire.bulk.BodyFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The formats of a file of trades. */
enum FileFormat {
    NDJSON(BodyFormat.NDJSON),
    JSON(BodyFormat.JSON_ARRAY),
    CSV(BodyFormat.CSV);

    private static final String COMPRESSED = ".gz";

    private final BodyFormat body;

    FileFormat(BodyFormat body) {
        this.body = body;
    }

    /** How the file is read. */
    BodyFormat body() {
        return body;
    }

    /**
     * The format by the name of the file, without {@code .gz}.
     *
     * @throws CommandException if the name does not tell; the message names a file of another kind, such as a workbook
     */
    static FileFormat of(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        String bare = name.endsWith(COMPRESSED) ? name.substring(0, name.length() - COMPRESSED.length()) : name;
        int dot = bare.lastIndexOf('.');
        String type = dot < 0 ? "" : bare.substring(dot);
        return switch (type) {
            case ".ndjson", ".jsonl" -> NDJSON;
            case ".json" -> JSON;
            case ".csv", ".tsv" -> CSV;
            default -> {
                try (InputStream in = Files.newInputStream(file)) {
                    String foreign = BodyFormat.foreign(new Body(in));
                    if (foreign != null) {
                        throw CommandException.failed(foreign);
                    }
                } catch (IOException e) {
                    throw CommandException.failed("Cannot read the file '" + file + "': " + e.getMessage());
                }
                throw CommandException.wrongUsage(
                        (type.isEmpty() ? "The file name has no type" : "Unknown file type " + type)
                                + "; known: .ndjson, .jsonl, .json, .csv, .tsv, each also with .gz; say --format ndjson, json or"
                                + " csv");
            }
        };
    }
}
