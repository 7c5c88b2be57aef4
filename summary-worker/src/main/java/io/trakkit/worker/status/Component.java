package io.trakkit.worker.status;

import java.util.Optional;

/**
 * A server or app that trakkit needs, and whether it works.
 *
 * @param detail what an operator should know about it
 */
record Component(Name name, State state, Optional<String> detail) {

    /** In the order of the answer. */
    enum Name {
        POSTGRESQL("PostgreSQL"),
        KAFKA("Kafka"),
        REDIS("Redis"),
        PRICE_FEED("price-feed"),
        WORKER("This worker");

        private final String inWords;

        Name(String inWords) {
            this.inWords = inWords;
        }

        String inWords() {
            return inWords;
        }
    }

    /** Whether it works. */
    enum State {
        OK,
        /** It works in part. */
        WARN,
        DOWN,
        /** This worker cannot see it, which is no fault. */
        UNKNOWN
    }

    static Component ok(Name name, String detail) {
        return new Component(name, State.OK, Optional.of(detail));
    }

    static Component warn(Name name, String detail) {
        return new Component(name, State.WARN, Optional.of(detail));
    }

    static Component down(Name name, String detail) {
        return new Component(name, State.DOWN, Optional.of(detail));
    }

    static Component unknown(Name name, String detail) {
        return new Component(name, State.UNKNOWN, Optional.of(detail));
    }
}
