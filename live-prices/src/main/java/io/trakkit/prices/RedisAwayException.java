package io.trakkit.prices;

/** Redis does not answer, or does not do what it is asked. The message says so for a person; the cause, if any, why. */
public final class RedisAwayException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RedisAwayException(String message) {
        super(message, null, false, false);
    }

    RedisAwayException(String message, Throwable cause) {
        super(message, cause);
    }
}
