package io.trakkit.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogPartitionerTest {

    /** Golden values: if a version of Kafka changes them, keys move between partitions. */
    @ParameterizedTest
    @CsvSource({
        "21, -973932308",
        "foobar, -790332482",
        "a-little-bit-long-string, -985981536",
        "a-little-bit-longer-string, -1486304829",
        "lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8, -58897971",
        "abc, 479470107"
    })
    void theHashIsKafkas(String text, int hash) {
        assertThat(Utils.murmur2(text.getBytes(UTF_8))).isEqualTo(hash);
    }

    @Test
    void aKeyStandsInThePartitionThatItsHashGives() {
        // -790332482 without its sign bit is 1357151166, and 6 modulo 12.
        assertThat(LogPartitioner.partitionOf("foobar".getBytes(UTF_8), 12)).isEqualTo(6);
        assertThat(LogPartitioner.partitionOf(new byte[0], 1)).isZero();
    }
}
