package io.trakkit.files;

import io.trakkit.files.preset.Draft;
import io.trakkit.files.preset.ReadRow;
import io.trakkit.files.preset.Stamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The order of rows that their times do not give: that of the file, turned round for a file whose newest rows are first. Rows of a
 * security that have the same coarse time are a millisecond apart. Those of the cash are not: what is put in and what is taken out
 * at one time, as by an exchange of money, must stay together.
 */
final class DayOrder {

    private final boolean newestFirst;
    private final ZoneId zone;
    private final Map<String, Integer> places = new HashMap<>();

    DayOrder(boolean newestFirst, ZoneId zone) {
        this.newestFirst = newestFirst;
        this.zone = zone;
    }

    /** Whether most rows are older than the row before them. */
    static boolean isNewestFirst(List<ReadRow> rows, boolean otherwise) {
        int newer = 0;
        int older = 0;
        LocalDateTime before = null;
        String section = "";
        for (ReadRow row : rows) {
            if (!row.row().section().equals(section)) {
                section = row.row().section();
                before = null;
            }
            for (Draft draft : row.drafts()) {
                LocalDateTime time = draft.stamp().local();
                int step = before == null ? 0 : time.compareTo(before);
                newer += step > 0 ? 1 : 0;
                older += step < 0 ? 1 : 0;
                before = time;
            }
        }
        return newer == older ? otherwise : older > newer;
    }

    /** From the order of the file to that from the oldest to the newest, or back. */
    <T> List<T> turned(List<T> rows) {
        return newestFirst ? rows.reversed() : rows;
    }

    /** The time of a record; call it in the order of time. */
    Instant time(Draft draft) {
        Stamp stamp = draft.stamp();
        Instant time = stamp.at(zone);
        if (!stamp.isCoarse() || draft.key().isEmpty()) {
            return time;
        }
        int place = places.merge(stamp.local() + "/" + draft.key(), 1, Integer::sum) - 1;
        return time.plus(place, ChronoUnit.MILLIS);
    }

    /** Forgets the rows of the days before. */
    void newDays() {
        places.clear();
    }
}
