package io.trakkit.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.files.mapping.MappingReader;
import io.trakkit.files.source.ZipContents;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where rows come from: encodings, archives, workbooks, files of many rows, and what they have beside their rows. */
class SourcesTest {

    private final String file = Files.text("zerodha.csv");

    private static final String BOOK = """
            {"header": ["When", "What", "Stock", "Units", "Price"], "decimal": ",", "times": ["dd.MM.uuuu"],
             "currency": "EUR", "kind": {"column": "What", "values": {"Kauf": "buy", "Verkauf": "sell"}},
             "columns": {"time": "When", "ticker": "Stock", "volume": "Units", "price": "Price"}}
            """;

    private static FileOptions mapped(String json) {
        return Files.options("EUR").withMapping(MappingReader.read(json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void portugueseInWindows1252IsNotTakenForCyrillic() {
        String account = """
                Data,Hora,Data Valor,Produto,ISIN,Descri\u00e7\u00e3o,T.,Mudan\u00e7a,,Saldo,,ID da Ordem
                01-05-2025,09:00,01-05-2025,,,Dep\u00f3sito flatex,,EUR,"100,50",EUR,"100,50",
                """;

        assertThat(Files.lines(Files.read(account.getBytes(Charset.forName("windows-1252")), Files.options("EUR"))))
                .containsExactly("2 deposit total=100.5 currency=EUR at=2025-05-01T07:00:00Z");
    }

    @Test
    void cyrillicInWindows1251IsRead() {
        String json = BOOK.replace("When", "\u0414\u0430\u0442\u0430")
                .replace("What", "\u041e\u043f\u0435\u0440\u0430\u0446\u0438\u044f")
                .replace("Kauf", "\u041f\u043e\u043a\u0443\u043f\u043a\u0430")
                .replace("Stock", "\u0422\u0438\u043a\u0435\u0440")
                .replace("Units", "\u041a\u043e\u043b-\u0432\u043e")
                .replace("Price", "\u0426\u0435\u043d\u0430");
        String book = """
                \u0414\u0430\u0442\u0430;\u041e\u043f\u0435\u0440\u0430\u0446\u0438\u044f;\u0422\u0438\u043a\u0435\u0440;\u041a\u043e\u043b-\u0432\u043e;\u0426\u0435\u043d\u0430
                02.06.2025;\u041f\u043e\u043a\u0443\u043f\u043a\u0430;SBER;10;300,5
                """;

        assertThat(Files.lines(Files.read(book.getBytes(Charset.forName("windows-1251")), mapped(json))))
                .containsExactly("2 buy ticker=SBER volume=10 amount=300.5 currency=EUR at=2025-06-02T00:00:00Z");
    }

    @Test
    void titleLinesAndTotalsAreNoRows() {
        String dressed = "\ufeffsep=,\nTradebook for Equity\n\n"
                + file
                + "\nTotal,,,,,,,,91.000000,,,,\nThis statement is not a tax document, and has no signature\n\n";

        List<FileRow> rows = Files.read(dressed, Files.options("INR"));

        assertThat(Files.byRefId(rows)).isEqualTo(Files.byRefId(Files.read(file, Files.options("INR"))));
        assertThat(Files.lines(rows)).endsWith("11 no_effect: a total", "12 no_effect: a line of text");
    }

    @Test
    void rowsOfAnotherDelimiterThanTheHeaderAreWrong() {
        String other =
                Files.head(file, 1) + file.substring(file.indexOf('\n') + 1).replace(',', ';');

        assertThat(Files.lines(Files.read(other, Files.options("INR"))))
                .hasSize(5)
                .startsWith("2 wrong: is separated by \";\", and the header by \",\"")
                .allSatisfy(line -> assertThat(line).contains("wrong: is separated by"));
    }

    @Test
    void aRowThatIsCutOffInItsFirstCellIsWrong() {
        assertThat(Files.lines(Files.read(file + "INF", Files.options("INR"))))
                .endsWith("7 wrong: has only \"INF\": was the file cut off here?");
    }

    @Test
    void anEmptyFileIsRefusedAndOneWithAHeaderOnlyHasNoRows() {
        assertThatThrownBy(() -> Files.read(" \n\n", Files.options("INR")))
                .isInstanceOf(FileRefusedException.class)
                .hasMessage("The file is empty");
        assertThat(Files.read(Files.head(file, 1), Files.options("INR"))).isEmpty();
    }

    @Test
    void anArchiveWithoutAFileOrWithAPasswordIsNamed() throws IOException {
        ByteArrayOutputStream none = new ByteArrayOutputStream();
        new ZipOutputStream(none).close();
        refused(none.toByteArray(), "The ZIP archive has no file");

        byte[] locked = zip("a.csv");
        locked[6] |= 1;
        refused(locked, "The ZIP archive has a password: unpack it");

        byte[] cut = gzip(file);
        refused(Arrays.copyOf(cut, cut.length / 2), "The archive is damaged, or ends too early");
    }

    @Test
    void anArchiveOfSeveralFilesIsRefusedByItsDirectory(@TempDir Path folder) throws IOException {
        Path several = folder.resolve("several.zip");
        java.nio.file.Files.write(several, zip("a.csv", "b.csv"));
        Path one = folder.resolve("one.zip");
        java.nio.file.Files.write(one, zip("a.csv", "__MACOSX/._a.csv"));

        assertThatThrownBy(() -> ZipContents.requireOneFile(several))
                .hasMessage("The ZIP archive has several files (a.csv, b.csv): unpack it, and import one");
        ZipContents.requireOneFile(one);
    }

    private static void refused(byte[] content, String words) {
        assertThatThrownBy(() -> Files.read(content, Files.options("INR")))
                .isInstanceOf(FileRefusedException.class)
                .hasMessage(words);
    }

    private byte[] zip(String... names) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(file.getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    /** As Excel writes it: dates as serial numbers, 1.1 as 1.1000000000000001, title lines, data from column B. */
    @Test
    void aWorkbookIsReadAsExcelShowsIt() throws IOException {
        List<String> names = List.of(
                "Symbol",
                "ISIN",
                "Trade Date",
                "Exchange",
                "Segment",
                "Series",
                "Trade Type",
                "Auction",
                "Quantity",
                "Price",
                "Trade ID",
                "Order ID",
                "Order Execution Time");
        Workbook book = new Workbook("Equity");
        book.row(2, "B", "Client ID", "AB1234");
        book.row(4, "B", names.toArray());
        // 45748 is 1 April 2025, and 0.375 is 9 o'clock.
        book.row(
                5,
                "B",
                "INFY",
                "INE009A01021",
                new Workbook.Shown("45748"),
                "NSE",
                "EQ",
                "EQ",
                "buy",
                "false",
                new Workbook.Stored("1.1000000000000001"),
                new Workbook.Stored("1500"),
                new Workbook.Stored("70011"),
                "1100000012345678901",
                new Workbook.Shown("45748.375"));

        assertThat(Files.lines(Files.read(book.bytes(), Files.options("INR"))))
                .containsExactly(
                        "5 buy ticker=INFY isin=INE009A01021 volume=1.1 amount=1500 currency=INR at=2025-04-01T03:30:00Z");
        assertThat(Files.refIds(Files.read(book.bytes(), Files.options("INR"))))
                .containsExactly("zerodha:7:NSE-2025-04-01-70011");
    }

    /** 300 days of 150 rows, some of which are equal and have no id. */
    @Test
    void manyRowsAreReadInPiecesThatHaveTheIdentityOfTheWhole() {
        StringBuilder oldestFirst = new StringBuilder("When;What;Stock;Units;Price\n");
        List<String> rows = new ArrayList<>();
        for (int day = 0; day < 300; day++) {
            String date = "%02d.%02d.2024".formatted(day % 28 + 1, day / 28 + 1);
            for (int row = 0; row < 150; row++) {
                rows.add("%s;Kauf;T%d;%d;10,5".formatted(date, row % 7, row % 3 + 1));
            }
        }
        rows.forEach(row -> oldestFirst.append(row).append('\n'));
        StringBuilder newestFirst = new StringBuilder("When;What;Stock;Units;Price\n");
        rows.reversed().forEach(row -> newestFirst.append(row).append('\n'));

        var whole = Files.byRefId(Files.read(oldestFirst.toString(), mapped(BOOK)));

        assertThat(whole).hasSize(45_000);
        assertThat(Files.byRefId(Files.read(newestFirst.toString(), mapped(BOOK))))
                .isEqualTo(whole);
        String overlap = "When;What;Stock;Units;Price\n" + String.join("\n", rows.subList(30_000, 45_000)) + "\n";
        assertThat(whole).containsAllEntriesOf(Files.byRefId(Files.read(overlap, mapped(BOOK))));
    }

    @Test
    void manyRowsThatAreNotInOrderOfTimeAreWrongWhereADayComesAgain() {
        StringBuilder book = new StringBuilder("When;What;Stock;Units;Price\n");
        IntStream.range(0, 20_001).forEach(i -> book.append("02.06.2025;Kauf;ABC;1;10\n"));
        book.append("03.06.2025;Kauf;ABC;1;10\n02.06.2025;Kauf;ABC;1;10\n");

        assertThat(Files.lines(Files.read(book.toString(), mapped(BOOK))))
                .endsWith(
                        "20004 wrong: is of 2025-06-02, and other rows of this day are far from it: a file with more than"
                                + " 20,000 rows must be in order of time");
    }

    /** Whoever posts a file decides how long its rows are: 2,500 rows of 50,000 characters on one day. */
    @Test
    void rowsOfOneDayThatTakeTooMuchMemoryAreRefused() {
        String notes = "x".repeat(50_000);
        StringBuilder book = new StringBuilder("When;What;Stock;Units;Price;Notes\n01.06.2025;Kauf;ABC;1;10;\n");
        IntStream.range(0, 2_500)
                .forEach(i ->
                        book.append("02.06.2025;Kauf;ABC;1;10;").append(notes).append('\n'));
        FileOptions options = mapped(BOOK.replaceFirst("\\{", "{\"ignored\": [\"Notes\"], "));

        assertThat(Files.lines(Files.read(book.toString(), options)))
                .containsExactly(
                        "2 buy ticker=ABC volume=1 amount=10 currency=EUR at=2025-06-01T00:00:00Z",
                        "3 broken: 1,961 rows that belong together, up to line 1963, take more than 96 MB of memory. Export a"
                                + " shorter time");
    }

    /** What belongs to the last day may be missing. */
    @Test
    void ofAFileThatBreaksOffTheLastDayIsLeftOut() {
        String cut = """
                When;What;Stock;Units;Price
                02.06.2025;Kauf;ABC;3;10
                03.06.2025;Kauf;ABC;4;10
                03.06.2025;Kauf;"ABC;5;10
                """;

        assertThat(Files.lines(Files.read(cut, mapped(BOOK))))
                .containsExactly(
                        "2 buy ticker=ABC volume=3 amount=10 currency=EUR at=2025-06-02T00:00:00Z",
                        "3 broken: The row in line 4 cannot be split into cells: is a quote missing there?");
    }

    /** The account statement of eToro: the sheet that is known comes after one with hundreds of rows. */
    @Test
    void aSheetThatComesAfterALongOneIsFound() throws IOException {
        Workbook book = new Workbook("Closed Positions");
        book.row(1, "A", "Position ID", "Action", "Amount");
        for (int row = 2; row <= 500; row++) {
            book.row(row, "A", "p-" + row, "Buy", new Workbook.Stored("10"));
        }
        book.sheet("Account Activity");
        book.row(
                1,
                "A",
                "Date",
                "Type",
                "Details",
                "Amount",
                "Units / Contracts",
                "Realized Equity Change",
                "Realized Equity",
                "Balance",
                "Position ID",
                "Asset type",
                "NWA");
        book.row(
                2,
                "A",
                "02/06/2025 15:30:40",
                "Open Position",
                "MSFT/USD",
                new Workbook.Stored("200"),
                new Workbook.Stored("1.085"),
                new Workbook.Stored("0"),
                new Workbook.Stored("1000"),
                new Workbook.Stored("800"),
                "71",
                "Stocks",
                new Workbook.Stored("0"));

        // 200 ÷ 1.085.
        assertThat(Files.lines(Files.read(book.bytes(), Files.options("USD"))))
                .containsExactly("2 buy ticker=MSFT volume=1.085 amount=184.331797235023041475 currency=USD"
                        + " at=2025-06-02T15:30:40Z");
    }
}
