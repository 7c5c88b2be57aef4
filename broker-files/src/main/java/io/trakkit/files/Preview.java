package io.trakkit.files;

import io.trakkit.domain.value.Decimals;
import io.trakkit.files.preset.DecimalSign;
import io.trakkit.files.preset.Kind;
import io.trakkit.files.preset.SkipKind;
import io.trakkit.wire.json.Json;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a file would store, summed up while it is read. Its size is bounded, also for a file of any size. */
public final class Preview {

    private static final int MOST_TICKERS = 5_000;
    private static final int MOST_WRONG = 50;
    private static final int MOST_REASONS = 200;

    private final Map<Kind, OfKind> kinds = new EnumMap<>(Kind.class);
    private final Map<String, Reason> skipped = new TreeMap<>();
    private final List<FileRow.Wrong> wrong = new ArrayList<>();
    private final Set<String> tickers = new TreeSet<>();
    private @Nullable LocalDate first;
    private @Nullable LocalDate last;
    private @Nullable String broken;
    private long records;
    private long joined;
    private long wrongRows;
    private long skippedRows;
    private long unsupported;

    /** The records of one kind. */
    public static final class OfKind {

        private long rows;
        private @Nullable LocalDate first;
        private @Nullable LocalDate last;
        private final Map<String, BigDecimal> cash = new TreeMap<>();

        public long rows() {
            return rows;
        }

        /** Empty if no record has a day. */
        public Optional<LocalDate> first() {
            return Optional.ofNullable(first);
        }

        public Optional<LocalDate> last() {
            return Optional.ofNullable(last);
        }

        /** What they add to the cash, by currency; empty for the currency of the portfolio. */
        public Map<String, BigDecimal> cash() {
            return cash;
        }
    }

    /** Rows that are skipped for one reason. */
    public record Reason(SkipKind kind, String reason, long rows, long firstLine) {

        private Reason oneMore() {
            return new Reason(kind, reason, rows + 1, firstLine);
        }
    }

    /** Adds a row. */
    public void add(FileRow row) {
        switch (row) {
            case FileRow.Booked record -> add(record);
            case FileRow.Joined _ -> joined++;
            case FileRow.Skipped skip -> {
                skippedRows++;
                unsupported += skip.kind() == SkipKind.UNSUPPORTED ? 1 : 0;
                String key = skipped.size() < MOST_REASONS || skipped.containsKey(skip.reason())
                        ? skip.reason()
                        : "other reasons";
                skipped.merge(key, new Reason(skip.kind(), key, 1, skip.line()), (before, _) -> before.oneMore());
            }
            case FileRow.Wrong mistake -> {
                wrongRows++;
                if (wrong.size() < MOST_WRONG) {
                    wrong.add(mistake);
                }
            }
            case FileRow.Broken(long _, String detail) -> broken = detail;
        }
    }

    private void add(FileRow.Booked record) {
        records++;
        OfKind of = kinds.computeIfAbsent(record.kind(), _ -> new OfKind());
        of.rows++;
        LocalDate day = record.day();
        if (day != null) {
            first = first == null || day.isBefore(first) ? day : first;
            last = last == null || day.isAfter(last) ? day : last;
            of.first = of.first == null || day.isBefore(of.first) ? day : of.first;
            of.last = of.last == null || day.isAfter(of.last) ? day : of.last;
        }
        ObjectNode fields = record.fields();
        String ticker = fields.path("ticker").asString("");
        if (!ticker.isEmpty() && tickers.size() < MOST_TICKERS) {
            tickers.add(ticker);
        }
        BigDecimal cash = cash(record.kind(), fields);
        if (cash.signum() != 0) {
            of.cash.merge(fields.path("currency").asString(""), cash, BigDecimal::add);
        }
    }

    private static BigDecimal cash(Kind kind, ObjectNode fields) {
        BigDecimal charges = number(fields, "fee").add(number(fields, "tax"));
        BigDecimal worth = number(fields, "volume").multiply(number(fields, "amount"));
        BigDecimal total = number(fields, "total");
        return switch (kind) {
            case BUY -> worth.add(charges).negate();
            case SELL -> worth.subtract(charges);
            case DIVIDEND, RETURN_OF_CAPITAL, INTEREST -> total.subtract(number(fields, "tax"));
            case CASH_IN_LIEU -> number(fields, "amount").subtract(number(fields, "tax"));
            case DEPOSIT -> total;
            case WITHDRAWAL, CHARGE -> total.negate();
            case COST_ADJUSTMENT, SPLIT, BONUS, TRANSFER_IN, TRANSFER_OUT -> BigDecimal.ZERO;
        };
    }

    private static BigDecimal number(ObjectNode fields, String name) {
        JsonNode value = fields.path(name);
        try {
            return value.isString()
                    ? DecimalSign.POINT.parse(value.asString())
                    : value.isNumber() ? value.decimalValue() : BigDecimal.ZERO;
        } catch (NumberFormatException _) {
            // A record that is refused moves no money.
            return BigDecimal.ZERO;
        }
    }

    public long records() {
        return records;
    }

    /** Rows that are part of other rows. */
    public long joined() {
        return joined;
    }

    public long skipped() {
        return skippedRows;
    }

    /** Of the skipped rows those that a portfolio should have, but cannot hold. */
    public long unsupported() {
        return unsupported;
    }

    public long wrong() {
        return wrongRows;
    }

    /** The first rows that cannot be read. */
    public List<FileRow.Wrong> wrongRows() {
        return List.copyOf(wrong);
    }

    public Map<Kind, OfKind> kinds() {
        return kinds;
    }

    public List<Reason> reasons() {
        return List.copyOf(skipped.values());
    }

    public Set<String> tickers() {
        return tickers;
    }

    /** The day of the oldest record. */
    public Optional<LocalDate> first() {
        return Optional.ofNullable(first);
    }

    /** The day of the newest record. */
    public Optional<LocalDate> last() {
        return Optional.ofNullable(last);
    }

    /** Why the file cannot be read to its end. */
    public Optional<String> broken() {
        return Optional.ofNullable(broken);
    }

    /** What all records together add to the cash, by currency. */
    public Map<String, BigDecimal> cash() {
        Map<String, BigDecimal> all = new TreeMap<>();
        kinds.values().forEach(of -> of.cash.forEach((code, money) -> all.merge(code, money, BigDecimal::add)));
        return all;
    }

    /** The preview of a broker's file for programs, and for a page. */
    public ObjectNode json(BrokerFile file) {
        return json(file.preset().name(), file.preset().title(), file.ignored());
    }

    /**
     * The preview for programs.
     *
     * @param format the name of the format
     * @param title what people call it
     * @param ignored the columns that are not read
     */
    public ObjectNode json(String format, String title, List<String> ignored) {
        ObjectNode json = Json.strict().createObjectNode();
        json.put("format", format);
        json.put("title", title);
        json.put("records", records);
        json.put("joined", joined);
        json.put("skipped", skippedRows);
        json.put("unsupported", unsupported);
        json.put("wrong", wrongRows);
        json.put("complete", broken == null);
        if (broken != null) {
            json.put("error", broken);
        }
        json.put("first", text(first));
        json.put("last", text(last));
        ArrayNode ofKinds = json.putArray("kinds");
        kinds.forEach((kind, of) -> {
            ObjectNode node = ofKinds.addObject();
            node.put("kind", kind.wireName());
            node.put("records", of.rows);
            node.put("first", text(of.first));
            node.put("last", text(of.last));
            ObjectNode ofKind = node.putObject("cash");
            of.cash.forEach((code, money) -> ofKind.put(code, Decimals.text(money)));
        });
        ObjectNode cash = json.putObject("cash");
        cash().forEach((code, money) -> cash.put(code, Decimals.text(money)));
        tickers.forEach(json.putArray("tickers")::add);
        ArrayNode reasons = json.putArray("skipped_rows");
        skipped.values().forEach(reason -> {
            ObjectNode node = reasons.addObject();
            node.put("reason", reason.reason());
            node.put("unsupported", reason.kind() == SkipKind.UNSUPPORTED);
            node.put("rows", reason.rows());
            node.put("first_line", reason.firstLine());
        });
        ArrayNode mistakes = json.putArray("wrong_rows");
        wrong.forEach(row -> {
            ObjectNode node = mistakes.addObject();
            node.put("line", row.line());
            node.put("column", row.column());
            node.put("text", row.text());
            node.put("detail", row.words());
        });
        ignored.forEach(json.putArray("ignored_columns")::add);
        return json;
    }

    private static @Nullable String text(@Nullable LocalDate day) {
        return day == null ? null : day.toString();
    }
}
