package io.trakkit.access.limits;

/** What is limited. */
enum Limit {
    REQUESTS("requests"),
    BULK_RECORDS("bulk_records"),
    BULK_REQUESTS("bulk_requests"),
    STREAMS("streams"),
    PORTFOLIOS("portfolios"),
    CORPORATE_ACTIONS("corporate_actions");

    private final String wireName;

    Limit(String wireName) {
        this.wireName = wireName;
    }

    /** The name in metrics and in the keys of Redis. */
    String wireName() {
        return wireName;
    }
}
