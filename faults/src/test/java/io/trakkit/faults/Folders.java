package io.trakkit.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.util.FileSystemUtils;

/** Where the servers keep their data and the apps their logs. */
final class Folders {

    private Folders() {}

    /** Empty, whatever a run before left there. */
    static Path fresh(Path folder) throws IOException {
        FileSystemUtils.deleteRecursively(folder);
        return Files.createDirectories(folder).toRealPath();
    }
}
