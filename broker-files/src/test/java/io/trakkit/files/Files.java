package io.trakkit.files;

import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.files.preset.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Reads files in tests, and says in one line each what became of their rows. */
public final class Files {

    private Files() {}

    /** In portfolio 7, with that currency. */
    public static FileOptions options(String currency) {
        return FileOptions.NONE.into(new PortfolioId(7), new CurrencyCode(currency));
    }

    public static byte[] resource(String name) {
        try (InputStream in = Files.class.getResourceAsStream("/io/trakkit/files/broker/" + name)) {
            if (in == null) {
                throw new IllegalStateException("No fixture " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static List<FileRow> read(byte[] file, FileOptions options) {
        try (BrokerFile read = BrokerFile.open(new ByteArrayInputStream(file), options)) {
            List<FileRow> rows = new ArrayList<>();
            FileRow row;
            while ((row = read.next()) != null) {
                rows.add(row);
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static List<FileRow> read(String file, FileOptions options) {
        return read(file.getBytes(StandardCharsets.UTF_8), options);
    }

    /** The name of the preset that reads the file. */
    public static String preset(byte[] file) {
        try (BrokerFile read = BrokerFile.open(new ByteArrayInputStream(file), FileOptions.NONE)) {
            return read.preset().name();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static List<ObjectNode> records(List<FileRow> rows) {
        return rows.stream()
                .flatMap(row ->
                        row instanceof FileRow.Booked record ? java.util.stream.Stream.of(record.fields()) : null)
                .toList();
    }

    public static List<String> refIds(List<FileRow> rows) {
        return records(rows).stream()
                .map(record -> record.path("ref_id").asString())
                .toList();
    }

    /** Each row in a line, a record without its ref_id, such as {@code 2 buy ticker=ACME volume=3 amount=10 at=2025-01-02T10:00:00Z}. */
    public static List<String> lines(List<FileRow> rows) {
        return rows.stream().map(Files::line).toList();
    }

    public static String line(FileRow row) {
        return switch (row) {
            case FileRow.Booked(long line, Kind kind, var _, ObjectNode fields) -> line + " " + record(kind, fields);
            case FileRow.Joined(long line, long into) -> line + " joined to " + into;
            case FileRow.Skipped(long line, var kind, String reason) ->
                line + " " + kind.name().toLowerCase(java.util.Locale.ROOT) + ": " + reason;
            case FileRow.Wrong wrong -> wrong.line() + " wrong: " + wrong.words();
            case FileRow.Broken(long line, String detail) -> line + " broken: " + detail;
        };
    }

    private static String record(Kind kind, ObjectNode fields) {
        List<String> parts = new ArrayList<>(List.of(kind.wireName()));
        for (String name : List.of(
                "ticker",
                "isin",
                "volume",
                "amount",
                "total",
                "per_unit",
                "numerator",
                "denominator",
                "fee",
                "tax",
                "currency",
                "fx_rate")) {
            if (fields.has(name)) {
                parts.add(name + "=" + fields.path(name).asString());
            }
        }
        if (!fields.path("security_type").asString("stock").equals("stock")) {
            parts.add(fields.path("security_type").asString());
        }
        parts.add("at=" + fields.path("executed_at").asString());
        return String.join(" ", parts);
    }

    /** The units of each ticker by a sum over the records that knows nothing of the fold: no splits, no ratios. */
    public static Map<String, BigDecimal> held(List<FileRow> rows) {
        Map<String, BigDecimal> held = new LinkedHashMap<>();
        for (FileRow row : rows) {
            if (row instanceof FileRow.Booked(var _, Kind kind, var _, ObjectNode fields) && fields.has("volume")) {
                BigDecimal units = fields.path("volume").decimalValue();
                boolean out = kind == Kind.SELL || kind == Kind.TRANSFER_OUT || kind == Kind.CASH_IN_LIEU;
                held.merge(fields.path("ticker").asString(), out ? units.negate() : units, BigDecimal::add);
            }
        }
        held.replaceAll((_, units) -> units.signum() == 0 ? BigDecimal.ZERO : units.stripTrailingZeros());
        return held;
    }

    /** The file with the rows below its header the other way round; the header is the line of that number. */
    public static String turned(String file, int header) {
        List<String> lines = new ArrayList<>(Arrays.asList(file.stripTrailing().split("\r?\n", -1)));
        List<String> turned = new ArrayList<>(lines.subList(0, header));
        turned.addAll(lines.subList(header, lines.size()).reversed());
        return String.join("\n", turned) + "\n";
    }

    /** The first lines of a file. */
    public static String head(String file, int lines) {
        return String.join("\n", Arrays.asList(file.split("\n", -1)).subList(0, lines)) + "\n";
    }

    public static String text(String name) {
        return new String(resource(name), StandardCharsets.UTF_8);
    }

    /** The records by ref_id, as texts: equal maps are equal imports. */
    public static Map<String, String> byRefId(List<FileRow> rows) {
        Map<String, String> records = new java.util.TreeMap<>();
        records(rows).forEach(record -> records.put(record.path("ref_id").asString(), record.toString()));
        return records;
    }
}
