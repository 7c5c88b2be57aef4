package io.trakkit.files.source;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a file one by one. For one thread. */
public interface RawRows extends Closeable {

    /**
     * The next one; null at the end.
     *
     * @throws UnreadableFileException if the file cannot be read beyond this place
     */
    @Nullable
    RawRow next() throws IOException;

    /** Whether the last row that was given is the end of a text that does not end with a line break: it may be cut off. */
    default boolean endsOpen() {
        return false;
    }
}
