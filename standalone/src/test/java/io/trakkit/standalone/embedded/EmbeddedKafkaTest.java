package io.trakkit.standalone.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import kafka.server.SharedServer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.server.fault.ProcessTerminatingFaultHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class EmbeddedKafkaTest {

    @TempDir
    private Path folder;

    @Test
    void acknowledgedRecordsAreThereAfterARestartAndNoTopicComesByItself()
            throws ExecutionException, InterruptedException {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder, 0, Durability.POWER_LOSS)) {
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> Words.send(kafka, "to nowhere", Duration.ofSeconds(1)))
                    .withCauseInstanceOf(TimeoutException.class);
            assertThat(Words.setting(kafka, "log.flush.interval.messages")).isEqualTo("1");
            assertThat(Words.setting(kafka, "log.retention.ms")).isEqualTo("-1");
            Words.createTopic(kafka);
            Words.send(kafka, "first", Words.PATIENCE);
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder, 0, Durability.KILLED_PROCESS)) {
            Words.send(kafka, "second", Words.PATIENCE);
            assertThat(Words.read(kafka)).containsExactly("first", "second");
        }
    }

    @Test
    void aFaultEndsTheStartAndNotTheProcess() throws IOException {
        EmbeddedKafka.start(folder, 0, Durability.KILLED_PROCESS).close();
        Files.writeString(folder.resolve("data/__cluster_metadata-0/quorum-state"), "{torn");

        List.of(SharedServer.class, ProcessTerminatingFaultHandler.class).forEach(EmbeddedKafkaTest::silence);
        assertThatExceptionOfType(EmbeddedServerException.class)
                .isThrownBy(() -> EmbeddedKafka.start(folder, 0, Durability.KILLED_PROCESS))
                .withMessageStartingWith("Kafka does not start on " + folder)
                .withMessageContaining("quorum-state");
    }

    /** The faults are wanted here, and their stack traces would hide those that are not. */
    private static void silence(Class<?> logging) {
        ((Logger) LoggerFactory.getLogger(logging)).setLevel(Level.OFF);
    }
}
