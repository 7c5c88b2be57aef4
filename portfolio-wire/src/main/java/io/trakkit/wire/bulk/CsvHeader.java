package io.trakkit.wire.bulk;

import io.trakkit.wire.http.problem.Problem;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.json.FieldError;
import io.trakkit.wire.json.Printable;
import io.trakkit.wire.trade.TradeFields;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The header of a CSV text.
 *
 * @param columns what each column holds; empty for a column without a name
 * @param nextLine the number of the physical line after the header
 */
record CsvHeader(List<Optional<Column>> columns, Delimiter delimiter, long nextLine) {

    private static final String KNOWN =
            "Known columns: " + Column.ALL.stream().map(Column::name).collect(Collectors.joining(", "));

    private static final int MOST_ERRORS = 20;
    private static final int MOST_SENTENCES = 5;

    /** How far a header is looked for below lines of other text. */
    private static final int LOOK_AHEAD = 50;

    /** A line with at least this number of known names is a header. */
    private static final int SURELY_A_HEADER = 3;

    /** A line of the text, and the number of the physical line on which it begins. */
    private record Line(long number, long nextLine, byte[] bytes) {}

    /** A line split at a delimiter. */
    private record Split(Delimiter delimiter, CsvLines.Line line) {

        List<String> names() {
            return line instanceof CsvLines.Cells(var _, List<String> cells)
                    ? cells.stream().map(Cell::stripped).toList()
                    : List.of();
        }

        /** Zero for a line that is not split, or can't be. */
        int cells() {
            return names().size() > 1 ? names().size() : 0;
        }

        long known() {
            return names().stream()
                    .filter(name -> Column.named(name).isPresent())
                    .count();
        }
    }

    /** @throws ProblemException if the text does not begin with a header of trades; it says what to change */
    static CsvHeader read(Body body, Defaults defaults) throws IOException {
        Line line = nextLine(body, 1);
        if (line == null) {
            throw ProblemException.of(Problem.MALFORMED, "The file is empty");
        }
        Split best = split(line);
        Split split = defaults.delimiter().isPresent()
                ? split(line, defaults.delimiter().get())
                : best;
        if (split.known() == 0) {
            throw noHeader(body, line, split, best);
        }
        return new CsvHeader(columns(split, defaults), split.delimiter(), line.nextLine());
    }

    /** Whether the first line of a text is that of a table of trades. */
    static boolean isLikely(String text) throws IOException {
        Line line = nextLine(new Body(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1))), 1);
        return line != null && split(line).known() >= SURELY_A_HEADER;
    }

    /** The advice for callers over HTTP; {@code import} leaves it out. */
    static String inHttp(String instead) {
        return BodyFormat.IN_HTTP + instead + ")";
    }

    private static ProblemException noHeader(Body body, Line line, Split split, Split best) throws IOException {
        if (best.known() > 0) {
            return invalid(List.of(new FieldError(
                    "", "The columns are separated by " + best.delimiter() + ", not by " + split.delimiter())));
        }
        if (split.line() instanceof CsvLines.Malformed malformed) {
            if (malformed.detail().equals(CsvLines.BAD_UTF_8)) {
                return invalid(
                        List.of(new FieldError("", "Line " + line.number() + " is not UTF-8: save the file as UTF-8")));
            }
            return invalid(List.of(new FieldError(
                    "",
                    "Line " + line.number() + (malformed.detail().startsWith("column") ? ", " : ": ")
                            + malformed.detail())));
        }
        String noKnownColumn = "Line " + line.number() + " is not a header: it has no known column";
        Line next = line;
        for (int i = 0; i < LOOK_AHEAD; i++) {
            next = nextLine(body, next.nextLine());
            if (next == null) {
                break;
            }
            if (split(next).known() >= SURELY_A_HEADER) {
                return invalid(List.of(new FieldError(
                        "",
                        noKnownColumn + "; the header seems to be line " + next.number()
                                + ". Delete the lines above it")));
            }
        }
        boolean data = split.names().stream().anyMatch(name -> name.matches("-?[0-9][0-9.,]*"));
        List<String> likely = data ? List.of() : likely(split.names());
        return invalid(List.of(new FieldError("", likely.isEmpty() ? noKnownColumn + ". " + KNOWN : notOurs(likely))));
    }

    private static List<Optional<Column>> columns(Split split, Defaults defaults) {
        List<String> names = split.names();
        List<Optional<Column>> columns = names.stream().map(Column::named).toList();
        Set<Column> known = columns.stream().flatMap(Optional::stream).collect(Collectors.toSet());
        long unknown = names.stream()
                .filter(name -> !name.isEmpty() && Column.named(name).isEmpty())
                .count();
        List<Column> missing = Column.ALL.stream()
                .filter(column -> !column.optional() && !known.contains(column) && !defaults.has(column.name()))
                .toList();
        List<FieldError> errors = new ArrayList<>();
        boolean otherProgram = unknown > 1 && missing.stream().anyMatch(field -> !isGivenOnce(field));
        if (otherProgram) {
            errors.add(new FieldError("", notOurs(likely(names))));
        }
        errors.addAll(wrong(names, !otherProgram));
        if (!otherProgram) {
            // A table with a type can be of activities, which lack most fields of trades.
            boolean typed = known.contains(Column.TYPE);
            errors.addAll(missing(
                    typed ? missing.stream().filter(CsvHeader::isGivenOnce).toList() : missing));
        }
        if (!errors.isEmpty()) {
            throw invalid(errors);
        }
        return columns;
    }

    /** The columns that are unknown or appear twice, in their order. */
    private static List<FieldError> wrong(List<String> names, boolean withUnknown) {
        List<FieldError> errors = new ArrayList<>();
        Map<Column, Integer> timesSeen = new HashMap<>();
        for (String name : names) {
            Optional<Column> field = Column.named(name);
            if (field.isPresent()) {
                Column known = field.get();
                if (timesSeen.merge(known, 1, Integer::sum) == 2) {
                    errors.add(FieldError.of(known.name(), "The column " + known.name() + " appears twice"));
                }
            } else if (withUnknown && !name.isEmpty()) {
                errors.add(FieldError.of(name, unknown(name)));
            }
        }
        return errors;
    }

    private static List<FieldError> missing(List<Column> missing) {
        List<FieldError> errors = new ArrayList<>();
        missing.stream()
                .filter(field -> !isGivenOnce(field))
                .forEach(
                        field -> errors.add(FieldError.of(field.name(), "The column " + field.name() + " is missing")));
        boolean user = missing.stream().anyMatch(column -> column.is(TradeFields.USER_ID));
        boolean portfolio = missing.stream().anyMatch(column -> column.is(TradeFields.PORTFOLIO));
        if (user && portfolio) {
            errors.add(new FieldError(
                    "",
                    "Say --user and --portfolio, or add the columns user_id and portfolio"
                            + inHttp("?user_id=…&portfolio=…")));
        } else if (user) {
            errors.add(FieldError.of("user_id", "Say --user, or add the column user_id" + inHttp("?user_id=…")));
        } else if (portfolio) {
            errors.add(FieldError.of(
                    "portfolio", "Say --portfolio, or add the column portfolio" + inHttp("?portfolio=…")));
        }
        return errors;
    }

    /** Whether the field may be given once for all records. */
    private static boolean isGivenOnce(Column field) {
        return field.is(TradeFields.USER_ID) || field.is(TradeFields.PORTFOLIO);
    }

    private static ProblemException invalid(List<FieldError> errors) {
        String detail = errors.stream()
                .limit(MOST_SENTENCES)
                .map(FieldError::detail)
                .collect(Collectors.joining(". ", "", errors.size() > MOST_SENTENCES ? ". …" : ""));
        return new ProblemException(
                Problem.INVALID, detail, errors.subList(0, Math.min(errors.size(), MOST_ERRORS)), Map.of());
    }

    private static String notOurs(List<String> likely) {
        return Stream.concat(Stream.of("This is not trakkit's own CSV. " + KNOWN), likely.stream())
                .collect(Collectors.joining("; "));
    }

    private static String unknown(String name) {
        return "Unknown column \"" + Printable.of(name) + "\""
                + Column.meant(name)
                        .map(field -> "; it looks like \"" + field.name() + "\"")
                        .orElse("");
    }

    /** Which of the names look like which fields. Each field is named once. None where most names say nothing. */
    private static List<String> likely(List<String> names) {
        Set<Column> named = new HashSet<>();
        names.stream().map(Column::named).forEach(known -> known.ifPresent(named::add));
        List<String> likely = new ArrayList<>();
        for (String name : names) {
            Column.meant(name)
                    .filter(named::add)
                    .ifPresent(
                            field -> likely.add("\"" + Printable.of(name) + "\" looks like \"" + field.name() + "\""));
        }
        long meaningful =
                names.stream().filter(name -> Column.meant(name).isPresent()).count();
        long all = names.stream().filter(name -> !name.isEmpty()).count();
        return 2 * meaningful < all ? List.of() : likely;
    }

    /** Split at the delimiter that finds the most known names, or else the most cells; at a comma if none finds more. */
    private static Split split(Line line) throws IOException {
        Split best = split(line, Delimiter.COMMA);
        for (Delimiter delimiter : Delimiter.values()) {
            Split split = split(line, delimiter);
            int difference = Long.compare(split.known(), best.known());
            if (difference > 0 || (difference == 0 && split.cells() > best.cells())) {
                best = split;
            }
        }
        return best;
    }

    private static Split split(Line line, Delimiter delimiter) throws IOException {
        CsvLines lines =
                new CsvLines(new Body(new ByteArrayInputStream(line.bytes())), delimiter.character(), line.number());
        CsvLines.Line first = lines.next();
        return new Split(delimiter, first == null ? new CsvLines.Cells(line.number(), List.of()) : first);
    }

    /** The next line that is not blank, with the lines that a quoted cell goes on to; null at the end. */
    private static @Nullable Line nextLine(Body body, long number) throws IOException {
        long at = number;
        while (true) {
            body.mark();
            long next = at;
            boolean blank = true;
            boolean quoted = false;
            int c;
            do {
                c = body.next();
                quoted ^= c == '"';
                blank &= c == Body.END || Character.isWhitespace(c) || ",;|\"".indexOf(c) >= 0;
                if (c == '\n') {
                    next++;
                }
            } while (c != Body.END && (quoted || c != '\n') && !body.isTooLong());
            if (quoted || (c != '\n' && c != Body.END)) {
                // A quote that is not closed, or no end: the physical line alone counts.
                byte[] bytes = body.bytes();
                body.toSecondLine();
                return new Line(at, at + 1, firstLine(bytes));
            }
            if (!blank) {
                return new Line(at, c == '\n' ? next : next + 1, body.line(c == '\n'));
            }
            if (c == Body.END) {
                return null;
            }
            at = next;
        }
    }

    private static byte[] firstLine(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        return Arrays.copyOf(bytes, Math.min(end, Body.MAX_RECORD));
    }
}
