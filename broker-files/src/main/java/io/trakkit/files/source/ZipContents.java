package io.trakkit.files.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** What a ZIP archive has, by its directory, which is at its end: a stream shows a second file only after the first. */
public final class ZipContents {

    private static final int MOST_NAMED = 5;

    private ZipContents() {}

    /**
     * Refuses an archive that has more than one file. A workbook is an archive as well, and is let through.
     *
     * @throws UnreadableFileException if there are several; the message names them
     */
    public static void requireOneFile(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            List<String> names = zip.stream()
                    .filter(entry -> !entry.isDirectory() && counts(entry.getName()))
                    .map(ZipEntry::getName)
                    .toList();
            boolean isWorkbook = names.contains("[Content_Types].xml");
            if (names.size() > 1 && !isWorkbook) {
                throw several(names);
            }
        } catch (ZipException _) {
            // It is none, or damaged, which its reader reports.
        }
    }

    /** Whether it is a file of the archive's owner: macOS adds others. */
    static boolean counts(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        return !path.startsWith("__MACOSX/") && !name.equals(".ds_store");
    }

    static UnreadableFileException several(List<String> names) {
        return new UnreadableFileException("The ZIP archive has several files ("
                + String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size())))
                + "): unpack it, and import one");
    }
}
