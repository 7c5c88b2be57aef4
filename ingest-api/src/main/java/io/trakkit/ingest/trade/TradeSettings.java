package io.trakkit.ingest.trade;

import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Times;
import java.time.Duration;
import java.time.Instant;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The rules for trades; {@code trakkit.ingest.trades.*}.
 *
 * @param maxClockSkew how far after its receipt a trade may claim to have been executed, since clocks differ; at most what
 *     the log admits, a day
 */
@ConfigurationProperties("trakkit.ingest.trades")
public record TradeSettings(@DefaultValue("5m") Duration maxClockSkew) {

    /** @throws IllegalArgumentException if the skew is negative or longer than a day */
    public TradeSettings {
        if (maxClockSkew.isNegative() || maxClockSkew.compareTo(Times.LEEWAY) > 0) {
            throw new IllegalArgumentException(
                    "trakkit.ingest.trades.max-clock-skew must be between 0 and " + Times.LEEWAY.toHours() + " hours");
        }
    }

    /**
     * A time of execution, given the time at which the trade was received.
     *
     * @throws InvalidValueException if it is too long after receipt, before 1900, or finer than a microsecond
     */
    Instant executedAt(Instant time, Instant receivedAt) {
        if (time.isAfter(receivedAt.plus(maxClockSkew))) {
            throw new InvalidValueException("is " + time + ", which is more than " + minutes() + " after receipt at "
                    + receivedAt + "; was a local time sent as UTC?");
        }
        return Times.executedAt(time, receivedAt);
    }

    private String minutes() {
        return maxClockSkew.toSecondsPart() == 0
                ? maxClockSkew.toMinutes() + " minutes"
                : maxClockSkew.toSeconds() + " seconds";
    }
}
