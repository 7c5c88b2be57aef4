package io.trakkit.standalone.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldersTest {

    @TempDir
    private Path parent;

    @Test
    void aFolderIsFilledOnce() throws IOException {
        Folders.makeWhole(parent, "data", folder -> Files.writeString(folder.resolve("first"), ""));
        Folders.makeWhole(parent, "data", folder -> Files.writeString(folder.resolve("second"), ""));

        assertThat(parent.resolve("data"))
                .isDirectoryContaining("glob:**first")
                .isDirectoryNotContaining("glob:**second");
    }

    @Test
    void whatIsOnlyHalfFilledIsThrownAwayAndBegunAgain() throws IOException {
        assertThatThrownBy(() -> Folders.makeWhole(parent, "data", folder -> {
                    Files.createDirectories(folder.resolve("base/1"));
                    throw new IOException("killed here");
                }))
                .hasMessage("killed here");
        assertThat(parent.resolve("data")).doesNotExist();
        assertThat(parent).isNotEmptyDirectory();

        Folders.makeWhole(parent, "data", folder -> Files.writeString(folder.resolve("complete"), ""));

        try (var entries = Files.list(parent)) {
            assertThat(entries).containsExactly(parent.resolve("data"));
        }
    }

    @Test
    void aLinkIsDeletedAndNotFollowed() throws IOException {
        Path elsewhere = Files.createDirectories(parent.resolve("elsewhere"));
        Path kept = Files.writeString(elsewhere.resolve("kept"), "");
        Path folder = Files.createDirectories(parent.resolve("folder"));
        Files.createSymbolicLink(folder.resolve("link"), elsewhere);

        Folders.delete(folder);

        assertThat(folder).doesNotExist();
        assertThat(kept).exists();
    }
}
