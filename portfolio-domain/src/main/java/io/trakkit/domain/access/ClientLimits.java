package io.trakkit.domain.access;

import io.trakkit.domain.value.InvalidValueException;

/**
 * How much one client may use, over all instances.
 *
 * @param requestsPerSecond requests of all kinds
 * @param burst how many requests may come at once after a pause
 * @param bulkRecordsPerSecond records of bulk requests
 * @param bulkRequests concurrent bulk requests
 * @param streams open streams
 * @param portfolios portfolios in total
 */
public record ClientLimits(
        int requestsPerSecond, int burst, int bulkRecordsPerSecond, int bulkRequests, int streams, int portfolios) {

    /** Those of a new client. Two bulk requests are half of what one instance serves, so that others get a turn. */
    public static final ClientLimits DEFAULT = new ClientLimits(500, 1_000, 20_000, 2, 100, 100_000);

    private static final int MAX = 1_000_000_000;

    /** @throws InvalidValueException if one is not from 1 to 1,000,000,000 */
    public ClientLimits {
        require("requests_per_second", requestsPerSecond);
        require("burst", burst);
        require("bulk_records_per_second", bulkRecordsPerSecond);
        require("bulk_requests", bulkRequests);
        require("streams", streams);
        require("portfolios", portfolios);
    }

    private static void require(String name, int value) {
        if (value < 1 || value > MAX) {
            throw new InvalidValueException(name + " must be from 1 to 1000000000, not " + value);
        }
    }
}
