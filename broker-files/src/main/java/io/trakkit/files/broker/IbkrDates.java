package io.trakkit.files.broker;

import io.trakkit.files.preset.Dates;
import io.trakkit.files.preset.Row;
import io.trakkit.files.preset.Stamp;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The dates of Interactive Brokers, whose form each query sets. */
final class IbkrDates {

    private static final Dates FORMS = Dates.of(
            "uuuuMMdd HHmmss",
            "uuuuMMdd HH:mm:ss",
            "uuuu-MM-dd HH:mm:ss",
            "uuuu-MM-dd HHmmss",
            "dd-MMM-uu HH:mm:ss",
            "dd-MMM-uu HHmmss",
            "uuuuMMdd",
            "uuuu-MM-dd",
            "dd-MMM-uu");
    private static final Dates MONTH_FIRST = Dates.of("MM/dd/uuuu HH:mm:ss", "MM/dd/uuuu HHmmss", "MM/dd/uuuu");
    private static final Dates DAY_FIRST = Dates.of("dd/MM/uuuu HH:mm:ss", "dd/MM/uuuu HHmmss", "dd/MM/uuuu");

    private static final Pattern SLASHES = Pattern.compile("([0-9]{2})/([0-9]{2})/[0-9]{4}.*");
    private static final Pattern ZONE = Pattern.compile(" (E[SD]T|UTC|GMT)$");
    private static final int LAST_MONTH = 12;

    private IbkrDates() {}

    static Stamp of(Row row, String... names) {
        String text = ZONE.matcher(row.text(names).strip()).replaceFirst("");
        String spaced = text.replaceFirst("^([0-9]{8})([0-9]{6})$", "$1 $2").replaceFirst("(?<=[0-9])[;,T] ?", " ");
        Matcher slashes = SLASHES.matcher(spaced);
        if (!slashes.matches()) {
            return row.timeOf(FORMS, spaced, names[0]);
        }
        boolean dayFirst = Integer.parseInt(slashes.group(1)) > LAST_MONTH;
        if (!dayFirst
                && Integer.parseInt(slashes.group(2)) <= LAST_MONTH
                && !slashes.group(1).equals(slashes.group(2))) {
            throw row.wrong("could be two days: set the date format of the query to yyyyMMdd", names);
        }
        return row.timeOf(dayFirst ? DAY_FIRST : MONTH_FIRST, spaced, names[0]);
    }
}
