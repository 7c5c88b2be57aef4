package io.trakkit.files.source;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/** Takes a file out of gzip or of a ZIP archive that has no other, and recognises what cannot be read at all. */
final class Unpacked {

    static final int LOOK_AHEAD = 1024 * 1024;

    /** An archive of an archive is enough. */
    private static final int MOST_LAYERS = 2;

    private static final int SIGNATURE = 8;

    private Unpacked() {}

    /**
     * The bytes of the one file, with a mark that reaches {@value #LOOK_AHEAD} bytes.
     *
     * @throws UnreadableFileException if there is none, or more than one
     */
    static BufferedInputStream of(InputStream in) throws IOException {
        BufferedInputStream bytes = new BufferedInputStream(in, 64 * 1024);
        for (int layer = 0; layer <= MOST_LAYERS; layer++) {
            byte[] start = ahead(bytes, SIGNATURE);
            if (begins(start, 0x1f, 0x8b)) {
                bytes = new BufferedInputStream(new GZIPInputStream(bytes), 64 * 1024);
            } else if (begins(start, 'P', 'K', 3, 4) && !isWorkbook(bytes)) {
                bytes = new BufferedInputStream(new OnlyEntry(new ZipInputStream(bytes)), 64 * 1024);
            } else {
                refuse(start);
                return bytes;
            }
        }
        throw new UnreadableFileException("The file is packed more than twice: unpack it");
    }

    /** The next bytes, as many as there are up to this number; they stay to be read. */
    static byte[] ahead(BufferedInputStream in, int most) throws IOException {
        in.mark(most);
        byte[] ahead = in.readNBytes(most);
        in.reset();
        return ahead;
    }

    /** Whether it is a workbook of Excel: an archive as well, whose first entry has one of a few names. */
    static boolean isWorkbook(BufferedInputStream in) throws IOException {
        byte[] start = ahead(in, 512);
        if (!begins(start, 'P', 'K', 3, 4)) {
            return false;
        }
        String text = new String(start, java.nio.charset.StandardCharsets.ISO_8859_1);
        if (text.contains("opendocument")) {
            throw new UnreadableFileException("The file is an OpenDocument spreadsheet: save it as CSV or XLSX");
        }
        return text.contains("[Content_Types]")
                || text.contains("_rels/")
                || text.contains("docProps/")
                || text.contains("xl/");
    }

    private static void refuse(byte[] start) {
        if (start.length == 0) {
            throw new UnreadableFileException("The file is empty");
        }
        if (begins(start, '%', 'P', 'D', 'F')) {
            throw new UnreadableFileException("The file is a PDF document: export the transactions as CSV");
        }
        if (begins(start, 0xd0, 0xcf, 0x11, 0xe0)) {
            throw new UnreadableFileException(
                    "The file is a workbook in the format of Excel before 2007 (.xls): save it as XLSX or CSV");
        }
        if (begins(start, '7', 'z', 0xbc, 0xaf) || begins(start, 'R', 'a', 'r', '!')) {
            throw new UnreadableFileException("The file is an archive of 7-Zip or RAR: unpack it");
        }
    }

    private static boolean begins(byte[] start, int... bytes) {
        boolean same = start.length >= bytes.length;
        for (int i = 0; same && i < bytes.length; i++) {
            same = (start[i] & 0xff) == bytes[i];
        }
        return same;
    }

    /** The only file of an archive. Entries that macOS adds do not count. */
    private static final class OnlyEntry extends InputStream {

        private final ZipInputStream zip;
        private final String name;
        private boolean ended;

        OnlyEntry(ZipInputStream zip) throws IOException {
            this.zip = zip;
            ZipEntry first = nextFile();
            if (first == null) {
                throw new UnreadableFileException("The ZIP archive has no file");
            }
            name = first.getName();
        }

        private @Nullable ZipEntry nextFile() throws IOException {
            ZipEntry entry;
            while ((entry = zip.getNextEntry()) != null) {
                String path = entry.getName();
                String file = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
                if (!entry.isDirectory() && !path.startsWith("__MACOSX/") && !file.equals(".ds_store")) {
                    return entry;
                }
            }
            return null;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            if (ended) {
                return -1;
            }
            int count = zip.read(bytes, from, length);
            if (count < 0) {
                ended = true;
                refuseOthers();
            }
            return count;
        }

        private void refuseOthers() throws IOException {
            List<String> names = new ArrayList<>(List.of(name));
            ZipEntry other;
            while ((other = nextFile()) != null && names.size() < 5) {
                names.add(other.getName());
            }
            if (names.size() > 1) {
                throw new UnreadableFileException("The ZIP archive has several files (" + String.join(", ", names)
                        + "): unpack it, and import one");
            }
        }

        @Override
        public void close() throws IOException {
            zip.close();
        }
    }
}
