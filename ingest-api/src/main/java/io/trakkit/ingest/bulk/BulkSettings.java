package io.trakkit.ingest.bulk;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of bulk requests.
 *
 * @param maxRequests how many bulk requests are served at once; more get a 429
 * @param window how many records of a request may be on their way to the log, or wait for those before them
 * @param spillLimit how many bytes of results may be kept on disk, compressed, for all requests together, until their
 *     bodies have been read; beyond that the lines of records that were taken are left out
 * @param spillFolder where they are kept; absent: where the system keeps temporary files
 * @param lookupsPerSecond how often a request may ask the database for portfolios that are not known here
 */
@ConfigurationProperties("trakkit.ingest.bulk")
public record BulkSettings(
        @DefaultValue("4") int maxRequests,
        @DefaultValue("4096") int window,
        @DefaultValue("1GB") DataSize spillLimit,
        @Nullable Path spillFolder,
        @DefaultValue("500") int lookupsPerSecond) {

    public BulkSettings {
        require(maxRequests > 0, "max-requests must be more than zero");
        require(window > 0, "window must be more than zero");
        require(!spillLimit.isNegative(), "spill-limit must not be negative");
        require(lookupsPerSecond > 0, "lookups-per-second must be more than zero");
    }

    /** Where results are kept until the body has been read. */
    Path folder() {
        return spillFolder == null ? Path.of(System.getProperty("java.io.tmpdir")) : spillFolder;
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("trakkit.ingest.bulk." + rule);
        }
    }
}
