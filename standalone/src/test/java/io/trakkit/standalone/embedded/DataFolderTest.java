package io.trakkit.standalone.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    @TempDir
    private Path parent;

    @Test
    void aNewFolderIsForItsOwnerOnly() throws IOException {
        Path path = parent.resolve("some/data");

        DataFolder.open(path).close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rwx------");
    }

    @Test
    void aFolderHasOneHolderAtATime() {
        try (DataFolder folder = DataFolder.open(parent)) {
            assertThatExceptionOfType(EmbeddedServerException.class)
                    .isThrownBy(() -> DataFolder.open(parent))
                    .withMessageContaining(parent.toString())
                    .withMessageContaining("process " + ProcessHandle.current().pid());
            assertThat(folder.kafka()).hasFileName("kafka");
        }
        DataFolder.open(parent).close();
    }

    @Test
    void aFolderOfSomeoneElseIsRefusedAndNotTouched() throws IOException {
        Path theirs = Files.writeString(parent.resolve("thesis.txt"), "years of work");

        assertThatExceptionOfType(EmbeddedServerException.class)
                .isThrownBy(() -> EmbeddedServers.start(
                        new EmbeddedServers.Options(parent, true, 0, 0, Durability.KILLED_PROCESS)))
                .withMessageContaining(parent.toString());

        try (var entries = Files.list(parent)) {
            assertThat(entries).containsExactly(theirs);
        }
    }

    @Test
    void clearingDeletesWhatIsOursAndNothingBesideIt() throws IOException {
        try (DataFolder folder = DataFolder.open(parent)) {
            Files.createDirectories(folder.postgresql().resolve("data/base"));
            Files.createDirectories(folder.kafka().resolve("data"));
            Path notes = Files.writeString(parent.resolve("notes.txt"), "not ours");

            folder.clear();

            try (var entries = Files.list(parent)) {
                assertThat(entries).containsExactlyInAnyOrder(notes, parent.resolve("trakkit.pid"));
            }
        }
    }

    @Test
    void aClearingThatWasCutShortIsFinishedAtTheNextOpening() throws IOException {
        Path leftOver;
        try (DataFolder folder = DataFolder.open(parent)) {
            leftOver = Files.createDirectories(folder.postgresql().resolve("data"));
        }
        Files.writeString(parent.resolve("clearing"), "");

        DataFolder.open(parent).close();

        assertThat(leftOver).doesNotExist();
        assertThat(parent.resolve("clearing")).doesNotExist();
    }
}
