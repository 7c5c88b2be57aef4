package io.trakkit.files.source;

/** What a file is made of. */
public enum SourceKind {
    /** Rows of cells, some of which are a header: delimited text, or the sheets of a workbook. */
    TABLE("line"),
    /** Delimited text of several tables: each row has the name of its table, then Header or Data. */
    SECTIONS("line"),
    /** A JSON object; each object in its arrays is a row. */
    JSON("record"),
    /** An XML document; each element with attributes is a row. */
    XML("line");

    private final String unit;

    SourceKind(String unit) {
        this.unit = unit;
    }

    /** What the number of a row counts. */
    public String unit() {
        return unit;
    }
}
