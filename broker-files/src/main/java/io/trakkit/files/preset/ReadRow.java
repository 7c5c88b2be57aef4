package io.trakkit.files.preset;

import java.util.List;

/** A row with what a preset made of it, which joining may change. */
public final class ReadRow {

    private Row row;
    private RowResult result;

    public ReadRow(Row row, RowResult result) {
        this.row = row;
        this.result = result;
    }

    public Row row() {
        return row;
    }

    public RowResult result() {
        return result;
    }

    public void result(RowResult changed) {
        result = changed;
    }

    /** Gives it what a line break took away, and what a preset makes of that. */
    public void whole(Row mended, RowResult changed) {
        row = mended;
        result = changed;
    }

    /** What it books; empty if nothing. */
    public List<Draft> drafts() {
        return result instanceof RowResult.Booked(List<Draft> drafts) ? drafts : List.of();
    }

    public boolean isPart() {
        return result instanceof RowResult.Part;
    }

    /** Makes it a part of another row. */
    public void joinTo(ReadRow other) {
        result = new RowResult.Joined(other.row.line());
    }
}
