package io.trakkit.cli.imports;

import io.trakkit.cli.program.ExitCode;
import io.trakkit.cli.program.TextTable;
import io.trakkit.files.BrokerFile;
import io.trakkit.files.FileOptions;
import io.trakkit.files.FileRow;
import io.trakkit.files.OwnRows;
import io.trakkit.files.Preview;
import io.trakkit.files.preset.Preset;
import io.trakkit.files.preset.SkipKind;
import io.trakkit.wire.bulk.NextRecord;
import io.trakkit.wire.json.Printable;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** Sums up what a file would store. It asks no server and changes nothing. */
final class DryRun {

    private static final int MOST_TICKERS = 30;
    private static final String OWN = "trakkit";

    private final Preview preview = new Preview();
    private final String unit;
    private final String title;
    private final ObjectNode json;
    private final List<String> ignored;

    private DryRun(Path path, ImportFormat format) throws IOException {
        unit = format.unit();
        switch (format) {
            case ImportFormat.Own own -> {
                readOwn(path, own);
                title = OWN;
                ignored = List.of();
                json = preview.json(OWN, OWN, ignored);
            }
            case ImportFormat.OfBroker(Preset preset, FileOptions options) -> {
                title = preset.title();
                try (InputStream in = new BufferedInputStream(Files.newInputStream(path));
                        BrokerFile file = BrokerFile.open(in, options)) {
                    FileRow row;
                    while ((row = file.next()) != null) {
                        preview.add(row);
                    }
                    ignored = file.ignored();
                    json = preview.json(file);
                }
            }
        }
    }

    /** Reads the file. */
    static DryRun of(Path path, ImportFormat format) throws IOException {
        return new DryRun(path, format);
    }

    private void readOwn(Path path, ImportFormat.Own own) throws IOException {
        OwnRows rows = new OwnRows();
        try (TradeFile.Reading reading = new TradeFile(path, own).open()) {
            NextRecord next;
            while ((next = reading.next()) != null) {
                preview.add(rows.row(next));
            }
        }
    }

    /** The lines of the report. */
    List<String> report(boolean asJson) {
        if (asJson) {
            return List.of(json.toString());
        }
        List<String> lines = new ArrayList<>();
        lines.add(title + ": "
                + preview.first()
                        .map(day -> day + " to " + preview.last().orElse(day))
                        .orElse("no record"));
        lines.addAll(new TextTable(List.of("kind", "records", "first", "last", "cash"), kinds(), false).lines());
        if (!preview.cash().isEmpty()) {
            lines.add("Cash in all: " + money(preview.cash()));
        }
        if (!preview.tickers().isEmpty()) {
            lines.add("Tickers: "
                    + preview.tickers().stream().limit(MOST_TICKERS).collect(Collectors.joining(", "))
                    + (preview.tickers().size() > MOST_TICKERS
                            ? " and %,d more".formatted(preview.tickers().size() - MOST_TICKERS)
                            : ""));
        }
        if (preview.joined() > 0) {
            lines.add("%,d rows are part of other rows".formatted(preview.joined()));
        }
        for (Preview.Reason reason : preview.reasons()) {
            lines.add("%,d %s %s: %s (first: %s %d)"
                    .formatted(
                            reason.rows(),
                            reason.rows() == 1 ? "row" : "rows",
                            reason.kind() == SkipKind.UNSUPPORTED ? "cannot be held yet" : "skipped",
                            reason.reason(),
                            unit,
                            reason.firstLine()));
        }
        for (FileRow.Wrong wrong : preview.wrongRows()) {
            lines.add(unit + " " + wrong.line() + " is wrong: " + Printable.wellFormed(wrong.words()));
        }
        if (preview.wrong() > preview.wrongRows().size()) {
            lines.add("… and %,d wrong rows more"
                    .formatted(preview.wrong() - preview.wrongRows().size()));
        }
        if (!ignored.isEmpty()) {
            lines.add("Not read: " + ignored.stream().map(Printable::of).collect(Collectors.joining(", ")));
        }
        preview.broken().ifPresent(lines::add);
        lines.add("%,d %s, %,d skipped, %,d wrong. Nothing was stored"
                .formatted(
                        preview.records(),
                        preview.records() == 1 ? "record" : "records",
                        preview.skipped(),
                        preview.wrong()));
        return lines;
    }

    private List<List<String>> kinds() {
        List<List<String>> rows = new ArrayList<>();
        preview.kinds()
                .forEach((kind, of) -> rows.add(List.of(
                        kind.wireName(),
                        "%,d".formatted(of.rows()),
                        of.first().map(LocalDate::toString).orElse("-"),
                        of.last().map(LocalDate::toString).orElse("-"),
                        money(of.cash()))));
        return rows;
    }

    /** Money by currency; without one it is in that of the portfolio. */
    private static String money(Map<String, BigDecimal> cash) {
        return cash.entrySet().stream()
                .map(of -> (of.getValue().stripTrailingZeros().toPlainString() + " " + of.getKey()).strip())
                .collect(Collectors.joining(", "));
    }

    int exitCode() {
        if (preview.broken().isPresent()) {
            return ExitCode.FAILED;
        }
        return preview.wrong() > 0 || preview.unsupported() > 0 ? ExitCode.SOME_DO_NOT_COUNT : ExitCode.DONE;
    }
}
