package io.trakkit.worker.replay;

import io.trakkit.store.LetterComparison;
import io.trakkit.store.LogPosition;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is reported of the dead letters.
 *
 * @param result empty if they were not compared
 * @param unknown why that could not be; empty also where it was not asked for
 * @param isNeeded whether nothing is proved without them
 */
record LetterFindings(Optional<LetterComparison.Result> result, Optional<String> unknown, boolean isNeeded) {

    /** They were not asked for. */
    static final LetterFindings NONE = new LetterFindings(Optional.empty(), Optional.empty(), false);

    /** For a report that is none without them. */
    static LetterFindings needed(LetterCheck.Outcome outcome) {
        return of(outcome, true);
    }

    /** For a report that can go without them. */
    static LetterFindings optional(LetterCheck.Outcome outcome) {
        return of(outcome, false);
    }

    private static LetterFindings of(LetterCheck.Outcome outcome, boolean isNeeded) {
        return switch (outcome) {
            case LetterCheck.Outcome.Compared compared ->
                new LetterFindings(Optional.of(compared.result()), Optional.empty(), isNeeded);
            case LetterCheck.Outcome.CouldNotTell unknown ->
                new LetterFindings(Optional.empty(), Optional.of(unknown.why()), isNeeded);
        };
    }

    /** How many were compared; empty if they were not. */
    Optional<Long> compared() {
        return result.map(LetterComparison.Result::letters);
    }

    long drifted() {
        return result.map(LetterComparison.Result::drifted).orElse(0L);
    }

    /** Whether they were needed and could not be compared. */
    boolean areMissed() {
        return isNeeded && unknown.isPresent();
    }

    void addTo(Report report) {
        result.ifPresent(letters -> {
            report.with("dead_letters_compared", letters.letters());
            report.with("dead_letters_drifted", letters.drifted());
            if (letters.drifted() > 0) {
                report.with(
                        "drifted_dead_letters",
                        letters.described().stream()
                                .map(LetterFindings::described)
                                .toList());
            }
        });
        unknown.ifPresent(why -> report.with("dead_letters_not_compared", why));
    }

    private static ObjectNode described(LetterComparison.Drifted letter) {
        LogPosition origin = letter.origin();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("id", origin.partition().topicId() + ":" + origin.partition().partition() + ":" + origin.offset());
        node.put("topic_id", origin.partition().topicId().toString());
        node.put("partition", origin.partition().partition());
        node.put("offset", origin.offset());
        node.put("what", letter.drift().words());
        node.put("table", letter.table());
        node.put("topic", letter.topic());
        return node;
    }
}
