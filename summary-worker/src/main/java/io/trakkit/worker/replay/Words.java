package io.trakkit.worker.replay;

import io.trakkit.store.LogPosition;
import java.util.Locale;

/** How replays speak to people. */
final class Words {

    private Words() {}

    /** Where a record stands, as an operator would look for it. */
    static String place(LogPosition origin) {
        return "partition " + origin.partition().partition() + ", offset " + origin.offset();
    }

    /** A number and what is counted: "1 key", "2 keys", "3,000 keys". */
    static String count(long number, String one) {
        return String.format(Locale.ROOT, "%,d %s%s", number, one, number == 1 ? "" : "s");
    }
}
