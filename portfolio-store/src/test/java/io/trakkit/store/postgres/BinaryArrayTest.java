package io.trakkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.store.testing.TestDatabase;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.SqlTypeValue;

/** What the server reads is what was written: each value comes back, and in the server's own text. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BinaryArrayTest {

    private TestDatabase database;

    @BeforeAll
    void open() {
        database = TestDatabase.create();
    }

    @AfterAll
    void close() {
        database.close();
    }

    @Test
    void decimalsKeepEveryDigit() {
        List<BigDecimal> written = List.of(
                new BigDecimal("0"),
                new BigDecimal("1"),
                new BigDecimal("-1"),
                new BigDecimal("0.0000000001"),
                new BigDecimal("10000"),
                new BigDecimal("9999"),
                new BigDecimal("99990000.0001"),
                new BigDecimal("999999999999.9999999999"),
                new BigDecimal("-123456789012345678901234567890.12345678901234567890"),
                new BigDecimal("0.00000000000000000001"));

        assertThat(texts(SqlArrays.decimals(written, value -> value), "numeric"))
                .isEqualTo(written.stream().map(BigDecimal::toPlainString).toList());
    }

    @Test
    void decimalsOfAnySizeComeBack() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<BigDecimal> written = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            BigInteger digits = new BigInteger(random.nextInt(200), random);
            BigInteger zeros = BigInteger.TEN.pow(random.nextInt(12));
            BigDecimal number = new BigDecimal(digits.multiply(zeros), random.nextInt(40));
            written.add(random.nextBoolean() ? number : number.negate());
        }

        assertThat(texts(SqlArrays.decimals(written, value -> value), "numeric"))
                .as("seed %d", seed)
                .isEqualTo(written.stream().map(BigDecimal::toPlainString).toList());
    }

    @Test
    void timesKeepEveryMicrosecondOnBothSidesOfTheServersEpoch() {
        List<Instant> written = List.of(
                Instant.parse("1900-01-01T00:00:00Z"),
                Instant.parse("1969-12-31T23:59:59.999999Z"),
                Instant.parse("1999-12-31T23:59:59.999999Z"),
                Instant.parse("2000-01-01T00:00:00Z"),
                Instant.parse("2026-11-01T12:00:00.000001Z"),
                Instant.parse("9999-12-31T00:00:00Z"));

        List<Instant> read = database.jdbc()
                .sql("SELECT value FROM unnest(:values) WITH ORDINALITY AS v (value, place) ORDER BY place")
                .param("values", SqlArrays.times(written, value -> value))
                .query((row, _) -> row.getObject("value", OffsetDateTime.class).toInstant())
                .list();

        assertThat(read).isEqualTo(written);
    }

    @Test
    void textsNumbersAndIdsComeBack() {
        assertThat(texts(
                        SqlArrays.texts(List.of("", "{\"a\",NULL}", "grün 💶", "x".repeat(5_000)), value -> value),
                        "text"))
                .containsExactly("", "{\"a\",NULL}", "grün 💶", "x".repeat(5_000));
        assertThat(texts(SqlArrays.longs(List.of(Long.MIN_VALUE, 0L, Long.MAX_VALUE), value -> value), "bigint"))
                .containsExactly("-9223372036854775808", "0", "9223372036854775807");
        assertThat(texts(SqlArrays.integers(List.of(Integer.MIN_VALUE, 1), value -> value), "integer"))
                .containsExactly("-2147483648", "1");
        UUID id = UUID.fromString("0190d2c5-8f5e-7c3a-9b1d-2f3e4a5b6c7d");
        assertThat(texts(SqlArrays.uuids(List.of(id), value -> value), "uuid")).containsExactly(id.toString());
        assertThat(texts(SqlArrays.bytes(List.of(new byte[] {0, -1, 16}), value -> value), "bytea"))
                .containsExactly("\\x00ff10");
    }

    @Test
    void nullsAndNoElementsAtAllComeBack() {
        assertThat(texts(SqlArrays.texts(Arrays.asList(null, "NULL", null), value -> value), "text"))
                .containsExactly(null, "NULL", null);
        assertThat(texts(SqlArrays.uuids(List.<UUID>of(), value -> value), "uuid"))
                .isEmpty();
    }

    private List<String> texts(SqlTypeValue array, String type) {
        return database.jdbc()
                .sql("SELECT value::text FROM unnest(:values) WITH ORDINALITY AS v (value, place)"
                        + " WHERE pg_typeof(value) = :type::regtype OR value IS NULL ORDER BY place")
                .param("values", array)
                .param("type", type)
                .query((row, _) -> row.getString(1))
                .list();
    }
}
