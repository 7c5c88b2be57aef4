package io.trakkit.ingest.bulk;

/** How many records of a request ended in which way. For one thread. */
final class Counts {

    private long accepted;
    private long repeated;
    private long refused;
    private long unavailable;

    void accepted() {
        accepted++;
    }

    void repeated() {
        repeated++;
    }

    /** Counts a record that was not taken. */
    void notTaken(int status) {
        if (status < 500) {
            refused++;
        } else {
            unavailable++;
        }
    }

    long records() {
        return accepted + repeated + refused + unavailable;
    }

    long acceptedCount() {
        return accepted;
    }

    long repeatedCount() {
        return repeated;
    }

    long refusedCount() {
        return refused;
    }

    long unavailableCount() {
        return unavailable;
    }
}
