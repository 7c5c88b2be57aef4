package io.trakkit.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.files.broker.BrokerSamples;
import io.trakkit.files.preset.Preset;
import io.trakkit.files.tracker.TrackerSamples;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What programs, computers and people make of an export, for each preset: it is the same import, or it is said what is wrong. */
class HostileFilesTest {

    static Stream<Sample> all() {
        return Stream.concat(BrokerSamples.ALL.stream(), TrackerSamples.ALL.stream());
    }

    static Stream<Sample> tables() {
        return all().filter(Sample::isTable);
    }

    private static Map<String, String> imported(Sample sample, String file) {
        return Files.byRefId(Files.read(file, sample.options()));
    }

    private static Map<String, String> imported(Sample sample) {
        return imported(sample, sample.file());
    }

    @Test
    void eachPresetHasASample() {
        assertThat(all().map(Sample::preset))
                .containsExactlyInAnyOrderElementsOf(
                        Presets.ALL.stream().map(Preset::name).toList());
    }

    @ParameterizedTest
    @MethodSource("all")
    void aSampleIsReadByItsPresetWithoutAMistake(Sample sample) {
        assertThat(Files.preset(sample.file().getBytes(StandardCharsets.UTF_8))).isEqualTo(sample.preset());
        assertThat(Files.lines(Files.read(sample.file(), sample.options())))
                .noneMatch(line -> line.contains(" wrong: ") || line.contains(" broken: "));
    }

    @ParameterizedTest
    @MethodSource("all")
    void theEncodingDoesNotMatter(Sample sample) {
        Map<String, String> plain = imported(sample);

        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            assertThat(Files.byRefId(Files.read(("\ufeff" + sample.file()).getBytes(charset), sample.options())))
                    .as("%s", charset)
                    .isEqualTo(plain);
        }
        assertThat(imported(sample, sample.file().replace("\n", "\r\n"))).isEqualTo(plain);
        assertThat(imported(sample, sample.file() + "\n\n\n")).isEqualTo(plain);
    }

    @ParameterizedTest
    @MethodSource("tables")
    void emptyColumnsAtTheEndDoNotMatter(Sample sample) {
        String wider = sample.file().replace("\n", delimiter(sample).repeat(3) + "\n");
        // A line break within a cell is no end of a row.
        String file = sample.preset().equals("robinhood") ? sample.file() : wider;

        assertThat(imported(sample, file)).isEqualTo(imported(sample));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void aHeaderThatComesAgainIsNoRow(Sample sample) {
        List<String> lines = lines(sample);
        String header = lines.get(sample.header() - 1);

        assertThat(imported(sample, sample.file() + header + "\n")).isEqualTo(imported(sample));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void totalsAndNotesAtTheEndAreNoRows(Sample sample) {
        String end = "Total" + delimiter(sample).repeat(3)
                + "\nThe data is for information only, and may change at any time.\n";

        assertThat(imported(sample, sample.file() + end)).isEqualTo(imported(sample));
        assertThat(Files.lines(Files.read(sample.file() + end, sample.options())))
                .noneMatch(line -> line.contains(" wrong: "));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void titleLinesBeforeTheHeaderAreNoRows(Sample sample) {
        assertThat(imported(sample, "Some Person\nTransactions from 1 June to 30 June\n\n" + sample.file()))
                .isEqualTo(imported(sample));
    }

    /** Spaces that do not break a line, narrow ones, and none between lines. */
    @ParameterizedTest
    @MethodSource("tables")
    void oddSpacesAroundCellsDoNotMatter(Sample sample) {
        String delimiter = delimiter(sample);
        String spaced = lines(sample).stream()
                .map(line -> line.contains("\"") ? line : line.replace(delimiter, "\u202f" + delimiter + "\u00a0"))
                .collect(Collectors.joining("\n", "", "\n"));

        assertThat(imported(sample, spaced)).isEqualTo(imported(sample));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void quotesAroundEachCellDoNotMatter(Sample sample) {
        String delimiter = delimiter(sample);
        String quoted = lines(sample).stream()
                .map(line -> line.contains("\"") || line.isEmpty() || !line.contains(delimiter)
                        ? line
                        : "\"" + line.replace(delimiter, "\"" + delimiter + "\"") + "\"")
                .collect(Collectors.joining("\n", "", "\n"));

        assertThat(imported(sample, quoted)).isEqualTo(imported(sample));
    }

    /**
     * A file may be cut off anywhere. Then its last row is wrong, or it is a line of text, or it is what it was: it never is another
     * record. Of a last cell with one digit less, nothing can tell if numbers have no decimals.
     */
    @ParameterizedTest
    @MethodSource("all")
    void aFileThatIsCutOffGivesNoOtherRecords(Sample sample) {
        String file = sample.file().stripTrailing();
        int last = file.lastIndexOf('\n') + 1;
        List<String> others = new ArrayList<>();
        Map<String, String> whole = imported(sample);
        for (int end = last + 1; end < file.length(); end++) {
            String cut = file.substring(0, end);
            Map<String, String> records = readUntilRefused(sample, cut);
            records.entrySet().removeAll(whole.entrySet());
            records.keySet().removeIf(refId -> isWithoutItsLastRow(sample, records, refId, last));
            if (!records.isEmpty()) {
                others.add(cut.substring(last) + " gives " + records.values());
            }
        }
        assertThat(others).isEmpty();
    }

    /** A record to which the last row would have been joined. */
    private static boolean isWithoutItsLastRow(Sample sample, Map<String, String> records, String refId, int last) {
        return Objects.equals(
                records.get(refId),
                imported(sample, sample.file().substring(0, last)).get(refId));
    }

    private static Map<String, String> readUntilRefused(Sample sample, String file) {
        try {
            return imported(sample, file);
        } catch (FileRefusedException _) {
            return new java.util.TreeMap<>();
        }
    }

    private static List<String> lines(Sample sample) {
        return Arrays.asList(sample.file().stripTrailing().split("\n", -1));
    }

    private static String delimiter(Sample sample) {
        return lines(sample).get(sample.header() - 1).contains(";") ? ";" : ",";
    }
}
