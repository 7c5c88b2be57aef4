package io.trakkit.worker.projection.compare;

import io.trakkit.store.deadletters.DeadLetterComparison;
import io.trakkit.store.log.LogPosition;
import io.trakkit.worker.projection.rebuild.ReplayReport;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The result of the comparison of dead letters.
 *
 * @param result empty if nothing was compared
 * @param unknown why the comparison failed; empty if it succeeded, or was not requested
 * @param isNeeded whether the replay has no result without them
 */
public record DeadLetterFindings(
        Optional<DeadLetterComparison.Result> result, Optional<String> unknown, boolean isNeeded) {

    /** The comparison was not requested. */
    public static final DeadLetterFindings NONE = new DeadLetterFindings(Optional.empty(), Optional.empty(), false);

    /** For a replay that has no result without them. */
    public static DeadLetterFindings needed(DeadLetterCheck.Outcome outcome) {
        return of(outcome, true);
    }

    /** For a replay that has a result without them. */
    public static DeadLetterFindings optional(DeadLetterCheck.Outcome outcome) {
        return of(outcome, false);
    }

    private static DeadLetterFindings of(DeadLetterCheck.Outcome outcome, boolean isNeeded) {
        return switch (outcome) {
            case DeadLetterCheck.Outcome.Compared compared ->
                new DeadLetterFindings(Optional.of(compared.result()), Optional.empty(), isNeeded);
            case DeadLetterCheck.Outcome.CouldNotTell unknown ->
                new DeadLetterFindings(Optional.empty(), Optional.of(unknown.why()), isNeeded);
        };
    }

    /** The number of dead letters compared; empty if none were. */
    Optional<Long> compared() {
        return result.map(DeadLetterComparison.Result::deadLetters);
    }

    long drifted() {
        return result.map(DeadLetterComparison.Result::drifted).orElse(0L);
    }

    /** Whether the replay needs the comparison, but it failed. */
    boolean areMissed() {
        return isNeeded && unknown.isPresent();
    }

    void addTo(ReplayReport replayReport) {
        result.ifPresent(compared -> {
            replayReport.with("dead_letters_compared", compared.deadLetters());
            replayReport.with("dead_letters_drifted", compared.drifted());
            if (compared.drifted() > 0) {
                replayReport.with(
                        "drifted_dead_letters",
                        compared.described().stream()
                                .map(DeadLetterFindings::described)
                                .toList());
            }
        });
        unknown.ifPresent(why -> replayReport.with("dead_letters_not_compared", why));
    }

    private static ObjectNode described(DeadLetterComparison.Drifted drifted) {
        LogPosition origin = drifted.origin();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("id", origin.partition().topicId() + ":" + origin.partition().partition() + ":" + origin.offset());
        node.put("topic_id", origin.partition().topicId().toString());
        node.put("partition", origin.partition().partition());
        node.put("offset", origin.offset());
        node.put("what", drifted.drift().words());
        node.put("table", drifted.table());
        node.put("topic", drifted.topic());
        return node;
    }
}
