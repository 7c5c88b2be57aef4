package io.trakkit.worker.replay;

import io.trakkit.store.LogPosition;
import java.util.List;
import java.util.Locale;

/** How replays speak to people. */
final class Words {

    private Words() {}

    /** Where a record stands, as an operator would look for it. */
    static String place(LogPosition origin) {
        return "partition " + origin.partition().partition() + ", offset " + origin.offset();
    }

    /** One after the other: "a", "a and b", "a, b and c". */
    static String and(List<String> parts) {
        int last = parts.size() - 1;
        return last < 1
                ? String.join("", parts)
                : String.join(", ", parts.subList(0, last)) + " and " + parts.get(last);
    }

    /** A number and what is counted: "1 key", "2 keys", "3,000 keys". */
    static String count(long number, String one) {
        return String.format(Locale.ROOT, "%,d %s%s", number, one, number == 1 ? "" : "s");
    }
}
