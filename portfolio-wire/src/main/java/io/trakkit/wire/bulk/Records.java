package io.trakkit.wire.bulk;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the records of a bulk body one by one. For one thread. */
public interface Records {

    /**
     * The next one; null at the end of the body.
     *
     * @throws IOException if the body can't be read to its end
     */
    @Nullable
    NextRecord next() throws IOException;
}
