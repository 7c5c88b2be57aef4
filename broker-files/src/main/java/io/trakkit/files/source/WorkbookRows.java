package io.trakkit.files.source;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ExcelReaderException;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.jspecify.annotations.Nullable;

/**
 * The rows of all sheets of a workbook (XLSX), sheet by sheet, streamed by fastexcel-reader. A cell that is a date becomes text
 * such as {@code 2025-06-02T10:00:00}.
 */
final class WorkbookRows implements RawRows {

    /** The strings that the cells share are kept in memory. */
    private static final long MOST_SHARED = 32L * 1024 * 1024;

    /** Sheets after these are not looked at for a header. */
    private static final int MOST_SHEETS = 100;

    private static final long MOST_BYTES = 256L * 1024 * 1024;

    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 3, true)
            .toFormatter(Locale.ROOT);

    /** Excel calculates and shows no more. */
    private static final MathContext FIFTEEN_DIGITS = new MathContext(15, RoundingMode.HALF_EVEN);

    private final Path copy;
    private final ReadableWorkbook workbook;
    private final Iterator<Sheet> sheets;
    private @Nullable Stream<Row> rows;
    private @Nullable Iterator<Row> iterator;
    private String sheet = "";

    WorkbookRows(InputStream in) throws IOException {
        copy = Files.createTempFile("trakkit-workbook-", ".xlsx");
        try {
            copy(in);
            check();
            workbook = new ReadableWorkbook(copy.toFile(), new ReadingOptions(true, false));
            sheets = workbook.getSheets().iterator();
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(copy);
            throw e instanceof UnreadableFileException known ? known : damaged(e);
        }
    }

    private void copy(InputStream in) throws IOException {
        try (var out = Files.newOutputStream(copy)) {
            long left = MOST_BYTES;
            byte[] piece = new byte[64 * 1024];
            int count;
            while ((count = in.read(piece)) > 0) {
                left -= count;
                if (left < 0) {
                    throw new UnreadableFileException(
                            "The workbook has more than " + MOST_BYTES / 1024 / 1024 + " MB: save it as CSV");
                }
                out.write(piece, 0, count);
            }
        }
    }

    private void check() throws IOException {
        try (ZipFile zip = new ZipFile(copy.toFile())) {
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                if (entry.getName().toLowerCase(Locale.ROOT).contains("sharedstrings")
                        && entry.getSize() > MOST_SHARED) {
                    throw new UnreadableFileException("The workbook has too much text: save it as CSV");
                }
            }
        }
    }

    private static UnreadableFileException damaged(Exception e) {
        return new UnreadableFileException("The workbook is damaged: save it again, or as CSV", e);
    }

    /** The first rows of each sheet; {@link #next} gives them again. */
    List<RawRow> firstRows(int ofEach) throws IOException {
        List<RawRow> first = new ArrayList<>();
        try {
            for (Sheet one : workbook.getSheets().limit(MOST_SHEETS).toList()) {
                try (Stream<Row> stream = one.openStream()) {
                    stream.limit(ofEach)
                            .map(row -> RawRow.ofTable(row.getRowNum(), one.getName(), cells(row)))
                            .forEach(first::add);
                }
            }
        } catch (ExcelReaderException e) {
            throw damaged(e);
        }
        return List.copyOf(first);
    }

    @Override
    public @Nullable RawRow next() throws IOException {
        try {
            while (true) {
                Iterator<Row> open = iterator;
                if (open != null && open.hasNext()) {
                    Row row = open.next();
                    return RawRow.ofTable(row.getRowNum(), sheet, cells(row));
                }
                if (!sheets.hasNext()) {
                    return null;
                }
                Sheet next = sheets.next();
                sheet = next.getName();
                closeRows();
                Stream<Row> stream = next.openStream();
                rows = stream;
                iterator = stream.iterator();
            }
        } catch (ExcelReaderException e) {
            throw damaged(e);
        }
    }

    private static List<String> cells(Row row) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < row.getCellCount(); i++) {
            Cell cell = row.getCell(i);
            cells.add(cell == null ? "" : text(cell));
        }
        return cells;
    }

    private static String text(Cell cell) {
        if (cell.getType() == CellType.NUMBER && isDate(cell.getDataFormatString())) {
            LocalDateTime date = cell.asDate();
            return date.toLocalTime().equals(LocalTime.MIDNIGHT)
                    ? date.toLocalDate().toString()
                    : TIME.format(date);
        }
        String raw = cell.getType() == CellType.STRING ? cell.getText() : cell.getRawValue();
        if (raw == null) {
            return "";
        }
        return cell.getType() == CellType.NUMBER ? number(raw) : raw.strip();
    }

    /**
     * As Excel shows it: it stores 1.1 as 1.1000000000000001. A number of three decimals gets a fourth, so that its point is not
     * taken for that of a thousand.
     */
    private static String number(String raw) {
        try {
            BigDecimal number = new BigDecimal(raw.strip(), FIFTEEN_DIGITS).stripTrailingZeros();
            return (number.scale() == 3 ? number.setScale(4) : number).toPlainString();
        } catch (NumberFormatException _) {
            return raw.strip();
        }
    }

    private static boolean isDate(@Nullable String format) {
        if (format == null) {
            return false;
        }
        String plain = format.toLowerCase(Locale.ROOT).replaceAll("\\[[^]]*]|\"[^\"]*\"|\\\\.", "");
        return plain.contains("yy") || (plain.contains("d") && plain.contains("m"));
    }

    private void closeRows() {
        Stream<Row> open = rows;
        rows = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void close() throws IOException {
        closeRows();
        try (workbook) {
            Files.deleteIfExists(copy);
        }
    }
}
