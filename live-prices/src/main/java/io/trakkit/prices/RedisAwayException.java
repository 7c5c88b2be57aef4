package io.trakkit.prices;

/** Redis does not answer or rejects a command. The message is for an operator; the cause, if any, is the reason. */
public final class RedisAwayException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RedisAwayException(String message) {
        super(message, null, false, false);
    }

    RedisAwayException(String message, Throwable cause) {
        super(message, cause);
    }
}
