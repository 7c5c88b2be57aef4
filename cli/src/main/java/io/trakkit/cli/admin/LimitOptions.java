package io.trakkit.cli.admin;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** The limits of a client. The worker checks the values. */
final class LimitOptions {

    @Option(names = "--requests-per-second", paramLabel = "N", description = "requests of all kinds per second")
    private @Nullable Long requestsPerSecond;

    @Option(names = "--burst", paramLabel = "N", description = "requests at once after a pause")
    private @Nullable Long burst;

    @Option(names = "--bulk-records-per-second", paramLabel = "N", description = "records of bulk requests per second")
    private @Nullable Long bulkRecordsPerSecond;

    @Option(names = "--bulk-requests", paramLabel = "N", description = "concurrent bulk requests")
    private @Nullable Long bulkRequests;

    @Option(names = "--streams", paramLabel = "N", description = "open streams")
    private @Nullable Long streams;

    @Option(names = "--portfolios", paramLabel = "N", description = "portfolios in total")
    private @Nullable Long portfolios;

    /** Adds the limits that are given; returns whether there are any. */
    boolean addTo(ObjectNode body) {
        ObjectNode limits = body.objectNode();
        put(limits, "requests_per_second", requestsPerSecond);
        put(limits, "burst", burst);
        put(limits, "bulk_records_per_second", bulkRecordsPerSecond);
        put(limits, "bulk_requests", bulkRequests);
        put(limits, "streams", streams);
        put(limits, "portfolios", portfolios);
        if (!limits.isEmpty()) {
            body.set("limits", limits);
        }
        return !limits.isEmpty();
    }

    private static void put(ObjectNode limits, String name, @Nullable Long value) {
        if (value != null) {
            limits.put(name, value);
        }
    }
}
