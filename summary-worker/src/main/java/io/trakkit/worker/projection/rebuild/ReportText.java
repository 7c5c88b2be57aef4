package io.trakkit.worker.projection.rebuild;

import io.trakkit.store.log.LogPosition;
import java.util.List;
import java.util.Locale;

/** The wording of reports. */
public final class ReportText {

    private ReportText() {}

    /** The partition and offset of a record. */
    public static String place(LogPosition origin) {
        return "partition " + origin.partition().partition() + ", offset " + origin.offset();
    }

    /** A list: "a", "a and b", "a, b and c". */
    public static String and(List<String> parts) {
        int last = parts.size() - 1;
        return last < 1
                ? String.join("", parts)
                : String.join(", ", parts.subList(0, last)) + " and " + parts.get(last);
    }

    /** A number and what is counted: "1 key", "2 keys", "3,000 keys". */
    public static String count(long number, String one) {
        return count(number, one, one + "s");
    }

    /** As above, for a noun with another plural: "1 activity", "2 activities". */
    public static String count(long number, String one, String many) {
        return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? one : many);
    }
}
