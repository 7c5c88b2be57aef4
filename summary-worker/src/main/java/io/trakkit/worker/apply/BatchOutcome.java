package io.trakkit.worker.apply;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.store.deadletters.DeadLetter;
import io.trakkit.wire.event.TradeEventCodec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** Counts the records of a batch by outcome and collects its dead letters. */
final class BatchOutcome {

    private final TradeEventCodec codec;
    private final List<DeadLetter> deadLetters = new ArrayList<>();
    private int accepted;
    private int repeated;

    BatchOutcome(TradeEventCodec codec) {
        this.codec = codec;
    }

    void accepted() {
        accepted++;
    }

    void repeated(int records) {
        repeated += records;
    }

    void refused(LoggedEvent logged, DeadLetterReason reason, String detail) {
        refused(DecodedRecord.deadLetter(logged.record(), reason, detail, codec.hintsOf(logged.event())));
    }

    void refused(DeadLetter deadLetter) {
        deadLetters.add(deadLetter);
    }

    /** The dead letters in the order of the log. */
    List<DeadLetter> deadLetters() {
        deadLetters.sort(Comparator.comparing(DeadLetter::origin));
        return deadLetters;
    }

    BatchResult result() {
        return new BatchResult(
                accepted, repeated, deadLetters.stream().map(DeadLetter::reason).toList(), new TreeSet<>());
    }
}
