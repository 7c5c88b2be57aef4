package io.trakkit.ingest.console;

import java.nio.file.Path;
import java.util.Locale;

/** The forms that a file of trades can have. */
enum FileFormat {
    NDJSON("application/x-ndjson"),
    JSON("application/json"),
    CSV("text/csv");

    private final String mediaType;

    FileFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    /** @throws ImportException if the name does not tell */
    static FileFormat of(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "ndjson", "jsonl" -> NDJSON;
            case "json" -> JSON;
            case "csv" -> CSV;
            default ->
                throw ImportException.wrongUsage("what kind of file '" + file
                        + "' is can't be told from its name; --format ndjson, json or csv says it");
        };
    }
}
