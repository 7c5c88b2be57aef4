package io.trakkit.files.preset;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The forms in which a file writes times, tried one after the other. A pattern is one of {@link DateTimeFormatter} with
 * {@code uuuu} for years; {@code *} stands for a fraction of a second that may be there. A pattern without hours is of days, one
 * without seconds of minutes.
 */
public final class Dates {

    /** With a zone, as programs write it. */
    public static final Dates ISO = of("uuuu-MM-dd'T'HH:mm:ss*X", "uuuu-MM-dd'T'HH:mm:ss*", "uuuu-MM-dd");

    private record Form(String pattern, DateTimeFormatter formatter, boolean toTheMinute) {}

    private final List<Form> forms;

    private Dates(List<Form> forms) {
        this.forms = List.copyOf(forms);
    }

    /** With the names of months in English. */
    public static Dates of(String... patterns) {
        return of(Locale.ENGLISH, patterns);
    }

    /** @throws IllegalArgumentException if a pattern is none */
    public static Dates of(Locale locale, String... patterns) {
        List<Form> forms = new ArrayList<>();
        for (String pattern : patterns) {
            DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder().parseCaseInsensitive();
            String[] parts = pattern.split("\\*", -1);
            builder.appendPattern(parts[0]);
            if (parts.length > 1) {
                builder.appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true);
                if (!parts[1].isEmpty()) {
                    builder.appendPattern(parts[1]);
                }
            }
            DateTimeFormatter formatter = builder.toFormatter(locale).withResolverStyle(ResolverStyle.STRICT);
            String unquoted = pattern.replaceAll("'[^']*'", "");
            forms.add(new Form(pattern, formatter, !unquoted.contains("s")));
        }
        return new Dates(forms);
    }

    /** These, and then others. */
    public Dates or(Dates others) {
        List<Form> all = new ArrayList<>(forms);
        all.addAll(others.forms);
        return new Dates(all);
    }

    /** @throws DateTimeException if the text has none of the forms; the message names them */
    public Stamp parse(String text) {
        for (Form form : forms) {
            try {
                TemporalAccessor parsed =
                        form.formatter().parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
                return switch (parsed) {
                    case OffsetDateTime time -> Stamp.of(time.toInstant());
                    case LocalDateTime time -> local(time, form.toTheMinute());
                    default -> new Stamp.Day(LocalDate.from(parsed));
                };
            } catch (DateTimeException _) {
                // The next form may fit.
            }
        }
        throw new DateTimeException("is not a time of the form "
                + String.join(" or ", forms.stream().map(Form::pattern).toList()));
    }

    private static Stamp local(LocalDateTime time, boolean toTheMinute) {
        return new Stamp.Local(time.truncatedTo(ChronoUnit.MICROS), toTheMinute);
    }
}
