package io.trakkit.files.broker;

import io.trakkit.files.preset.Dates;
import io.trakkit.files.preset.DecimalSign;
import io.trakkit.files.preset.Draft;
import io.trakkit.files.preset.Kind;
import io.trakkit.files.preset.Preset;
import io.trakkit.files.preset.ReadRow;
import io.trakkit.files.preset.Row;
import io.trakkit.files.preset.RowResult;
import io.trakkit.files.preset.Stamp;
import io.trakkit.files.preset.Traits;
import io.trakkit.files.preset.WrongCellException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What both files of DEGIRO have in common: local times to the minute, newest first, cells without a name, and rows that a line break
 * took apart. There are no symbols: the ISIN is the ticker.
 */
abstract sealed class Degiro implements Preset permits DegiroAccount, DegiroTransactions {

    static final String[] DATE = {"Date", "Datum", "Data", "Fecha"};
    static final String[] ISIN = {"ISIN", "Code ISIN"};
    static final String[] ORDER = {
        "Order Id", "Order ID", "Order-ID", "ID da Ordem", "ID Ordre", "ID Orden", "ID Ordine"
    };
    static final String[] DESCRIPTION = {
        "Description", "Omschrijving", "Beschreibung", "Descrição", "Descripción", "Descrizione"
    };
    private static final String[] TIME = {"Time", "Tijd", "Uhrzeit", "Uhrze", "Hora", "Heure", "Ora"};
    private static final Dates DATES = Dates.of("dd-MM-uuuu HH:mm:ss", "dd-MM-uuuu HH:mm");

    @Override
    public final Traits traits() {
        return Traits.TABLE.with(DecimalSign.COMMA).in("Europe/Amsterdam").withNewestFirst();
    }

    @Override
    public final boolean readsUnnamed() {
        return true;
    }

    @Override
    public final boolean leavesOutLastCells() {
        return true;
    }

    static Stamp time(Row row) {
        return row.timeOf(DATES, row.text(DATE) + " " + row.find(TIME).orElse("00:00"), DATE[0]);
    }

    static Draft security(Row row, Kind kind) {
        return new Draft(kind, time(row)).ticker(row.text(ISIN)).isin(row.find(ISIN));
    }

    /** A row without a day goes on with the one before: a long order id or description had no place in its line. */
    @Override
    public final void mend(List<ReadRow> rows) {
        ReadRow before = null;
        for (ReadRow row : rows) {
            if (row.row().has(DATE) || before == null) {
                before = row;
            } else {
                mend(before, row.row());
                row.joinTo(before);
            }
        }
    }

    private void mend(ReadRow head, Row rest) {
        Row whole = continued(head.row(), rest);
        RowResult result;
        try {
            result = read(whole);
        } catch (WrongCellException e) {
            result = new RowResult.Wrong(e.column(), e.text(), e.detail());
        }
        head.whole(whole, result);
    }

    private static Row continued(Row head, Row rest) {
        List<String> cells = new ArrayList<>(head.cells());
        for (int place = 0; place < rest.cells().size(); place++) {
            String more = rest.cells().get(place);
            if (more.isEmpty()) {
                continue;
            }
            int own = ownPlace(head, place);
            while (cells.size() <= own) {
                cells.add("");
            }
            // A text breaks between words, an id anywhere.
            String between = own == head.place(DESCRIPTION) ? " " : "";
            cells.set(own, (cells.get(own) + between + more).strip());
        }
        return head.with(cells);
    }

    /** The id is below its name, or in the cell beyond. */
    private static int ownPlace(Row head, int place) {
        int order = head.place(ORDER);
        return order >= 0 && place > order && head.find(ORDER).isPresent() ? order : place;
    }

    /**
     * Makes splits of the units that leave and those that come at one time, of one security.
     *
     * @param sides rows that are parts
     * @param units those of a row, negative if they leave
     */
    static void splits(List<ReadRow> sides, Function<Row, BigDecimal> units) {
        for (ReadRow in : sides) {
            ReadRow out = units.apply(in.row()).signum() > 0 ? outOf(in, sides, units) : null;
            if (out != null) {
                in.result(RowResult.of(
                        security(in.row(), Kind.SPLIT).ratio(units.apply(in.row()), units.apply(out.row()))));
                out.joinTo(in);
            }
        }
    }

    private static @Nullable ReadRow outOf(ReadRow in, List<ReadRow> sides, Function<Row, BigDecimal> units) {
        return sides.stream()
                .filter(side -> side.isPart() && units.apply(side.row()).signum() < 0)
                .filter(side -> side.row().key(ISIN).equals(in.row().key(ISIN))
                        && time(side.row()).equals(time(in.row())))
                .findFirst()
                .orElse(null);
    }
}
