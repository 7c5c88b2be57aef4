package io.trakkit.wire.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.testing.Seed;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalTimeTest {

    @Test
    void readsWhatIsWritten() {
        Instant time = Instant.parse("2022-07-29T08:12:12.797643Z");

        assertThat(CanonicalTime.read(Json.text(time))).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2022-07-29T08:12:12",
                "2022-07-29T08:12:12.Z",
                "2022-07-29T08:12Z",
                "2022-07-29T08:12:1Z",
                "2022-07-29T08:12:12.797643+00:00",
                "2022-07-29 08:12:12.797643Z",
                "2022-13-29T08:12:12.797643Z",
                "2023-02-29T08:12:12.797643Z",
                "2022-04-31T08:12:12.797643Z",
                "2022-07-29T24:12:12.797643Z",
                "2022-07-29T08:60:12.797643Z",
                "2022-07-29T08:12:60.797643Z",
                "2022-07-00T08:12:12.797643Z",
                "2022-07-29T08:12:12.7976430Z",
                ""
            })
    void leavesTheRestToOthers(String text) {
        assertThat(CanonicalTime.read(text)).isNull();
    }

    @Test
    void agreesWithTheLibraryOnWhateverHasItsShape() {
        Seed seed = Seed.ofThisRun();
        RandomGenerator random = seed.random();
        for (int i = 0; i < 20_000; i++) {
            String fraction = ".%06d".formatted(random.nextInt(1_000_000));
            int digits = random.nextInt(7);
            String text = "%04d-%02d-%02dT%02d:%02d:%02d%sZ"
                    .formatted(
                            random.nextInt(1_890, 10_000),
                            random.nextInt(14),
                            random.nextInt(33),
                            random.nextInt(26),
                            random.nextInt(62),
                            random.nextInt(62),
                            digits == 0 ? "" : fraction.substring(0, 1 + digits));

            assertThat(CanonicalTime.read(text)).as("%s of %s", text, seed).isEqualTo(libraryReads(text));
        }
    }

    @Test
    void writesWhateverTheLibraryWritesOfATime() {
        DateTimeFormatter library =
                DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
        Seed seed = Seed.ofThisRun();
        RandomGenerator random = seed.random();
        long earliest = Instant.parse("-0001-12-30T00:00:00Z").getEpochSecond();
        long latest = Instant.parse("+10000-01-03T00:00:00Z").getEpochSecond();
        List<Instant> times =
                new ArrayList<>(List.of(Instant.ofEpochSecond(earliest), Instant.EPOCH, Instant.EPOCH.minusNanos(1)));
        for (int i = 0; i < 20_000; i++) {
            times.add(Instant.ofEpochSecond(random.nextLong(earliest, latest), random.nextInt(1_000_000_000)));
        }

        assertThat(times)
                .allSatisfy(
                        time -> assertThat(Json.text(time)).as(seed.toString()).isEqualTo(library.format(time)));
    }

    private static @Nullable Instant libraryReads(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
