package io.trakkit.worker.deadletters;

import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.log.LogPosition;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id of a dead letter: its origin {@code topicId:partition:offset}, or the short form {@code partition:offset} if only one
 * topic has a dead letter there.
 */
record DeadLetterId(Optional<UUID> topicId, int partition, long offset) {

    private static final Pattern WRITTEN =
            Pattern.compile("(?:([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}):)?([0-9]{1,9}):([0-9]{1,18})");

    /** @throws InvalidValueException if the text is not an id */
    static DeadLetterId parse(String text) {
        Matcher parts = WRITTEN.matcher(text);
        if (!parts.matches()) {
            throw new InvalidValueException("must be topicId:partition:offset, or partition:offset for short");
        }
        return new DeadLetterId(
                Optional.ofNullable(parts.group(1)).map(UUID::fromString),
                Integer.parseInt(parts.group(2)),
                Long.parseLong(parts.group(3)));
    }

    static DeadLetterId of(LogPosition origin) {
        return new DeadLetterId(
                Optional.of(origin.partition().topicId()), origin.partition().partition(), origin.offset());
    }

    /** The origin; empty for the short form. */
    Optional<LogPosition> origin() {
        return topicId.map(topic -> new LogPartition(topic, partition).at(offset));
    }

    @Override
    public String toString() {
        return topicId.map(topic -> topic + ":").orElse("") + partition + ":" + offset;
    }
}
