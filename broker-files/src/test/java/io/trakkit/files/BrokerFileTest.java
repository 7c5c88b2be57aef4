package io.trakkit.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.files.mapping.MappingReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** Files of any broker: encodings, archives, changed headers, rows that are cut off. */
class BrokerFileTest {

    private final String file = Files.text("zerodha.csv");

    @Test
    void encodingsAndDelimitersDoNotMatter() {
        var plain = Files.byRefId(Files.read(file, Files.options("INR")));

        assertThat(Files.byRefId(Files.read("\ufeff" + file, Files.options("INR"))))
                .isEqualTo(plain);
        assertThat(Files.byRefId(
                        Files.read(("\ufeff" + file).getBytes(StandardCharsets.UTF_16LE), Files.options("INR"))))
                .isEqualTo(plain);
        assertThat(Files.byRefId(Files.read(file.getBytes(StandardCharsets.UTF_16BE), Files.options("INR"))))
                .isEqualTo(plain);
        assertThat(Files.byRefId(Files.read(file.replace(',', ';'), Files.options("INR"))))
                .isEqualTo(plain);
        assertThat(Files.byRefId(Files.read(file.replace("\n", "\r\n"), Files.options("INR"))))
                .isEqualTo(plain);
    }

    @Test
    void aZipWithOneFileIsUnpackedAndOneWithTwoIsRefused() throws IOException {
        assertThat(Files.read(zip("a.csv"), Files.options("INR"))).hasSize(5);

        byte[] two = zip("a.csv", "b.csv");
        assertThatThrownBy(() -> Files.read(two, Files.options("INR")))
                .isInstanceOf(FileRefusedException.class)
                .hasMessageContaining("The ZIP archive has several files (a.csv, b.csv)");
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

    @Test
    void aNewColumnIsRefusedByName() {
        String changed = file.replace("price,trade_id", "price,margin,trade_id");

        assertThatThrownBy(() -> Files.read(changed, Files.options("INR")))
                .isInstanceOf(FileRefusedException.class)
                .hasMessageContaining("Zerodha")
                .hasMessageContaining("\"margin\"");
    }

    @Test
    void aMissingColumnIsRefusedByName() {
        assertThatThrownBy(() -> Files.read(file.replace("quantity", "units"), Files.options("INR")))
                .isInstanceOf(FileRefusedException.class)
                .hasMessageContaining("lacks the column \"quantity\"")
                .hasMessageContaining("\"units\"");
    }

    @Test
    void whatIsNoFileOfABrokerIsRefusedInItsOwnWords() {
        refused("", "The file is empty");
        refused("%PDF-1.7", "PDF");
        refused("<html><table></table></html>", "web page");
        assertThatThrownBy(() -> Files.read(
                        "\u0414\u0430\u0442\u0430;\u0426\u0435\u043d\u0430\n1;2\n"
                                .getBytes(Charset.forName("windows-1251")),
                        Files.options("RUB")))
                .hasMessageContaining("\u0414\u0430\u0442\u0430", "\u0426\u0435\u043d\u0430");
    }

    private static void refused(String content, String words) {
        assertThatThrownBy(() -> Files.read(content, Files.options("INR")))
                .isInstanceOf(FileRefusedException.class)
                .hasMessageContaining(words);
    }

    @Test
    void aRowThatIsCutOffIsWrongAndTheOthersCount() {
        assertThat(Files.lines(Files.read(Files.head(file, 3) + "INFY,INE009A0102\n", Files.options("INR"))))
                .hasSize(3)
                .last()
                .isEqualTo("4 wrong: has 2 cells, the header has 13: was the file cut off here?");
    }

    @Test
    void aMappingReadsAnotherSource() {
        String json = """
                {"header": ["When", "What", "Stock", "Units", "Price"], "decimal": ",", "times": ["dd.MM.uuuu"],
                 "currency": "EUR", "kind": {"column": "What", "values": {"Kauf": "buy", "Verkauf": "sell"}},
                 "columns": {"time": "When", "ticker": "Stock", "volume": "Units", "price": "Price"}}
                """;
        FileOptions options =
                Files.options("EUR").withMapping(MappingReader.read(json.getBytes(StandardCharsets.UTF_8)));

        assertThat(Files.lines(Files.read("""
                        When;What;Stock;Units;Price
                        02.06.2025;Kauf;ABC;3;1.200,50
                        02.06.2025;Verkauf;ABC;1;1.300
                        """, options)))
                .containsExactly(
                        "2 buy ticker=ABC volume=3 amount=1200.5 currency=EUR at=2025-06-02T00:00:00Z",
                        "3 sell ticker=ABC volume=1 amount=1300 currency=EUR at=2025-06-02T00:00:00.001Z");
    }
}
