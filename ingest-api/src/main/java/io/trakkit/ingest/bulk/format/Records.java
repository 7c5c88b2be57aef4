package io.trakkit.ingest.bulk.format;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The records of a body, one after the other. For one thread. */
public interface Records {

    /**
     * The next one; null at the end of the body.
     *
     * @throws IOException if the body can't be read to its end
     */
    @Nullable
    NextRecord next() throws IOException;
}
