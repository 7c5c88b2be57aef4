package io.trakkit.worker.deadletters;

import io.trakkit.store.deadletters.DeadLetterDecision;
import io.trakkit.store.deadletters.DecisionOutbox;
import io.trakkit.store.log.LogPartition;
import io.trakkit.worker.apply.FailureCauses;
import io.trakkit.worker.log.ConsumerHalt;
import io.trakkit.worker.log.LogProducer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Does what operators have decided about dead letters: puts the copies of redriven ones at the end of the log, and then
 * the outcome of each into the dead-letter topic. An outcome is marked only after Kafka has acknowledged both, so a crash
 * in between brings them twice, never not at all. A second copy is a repeat of the same event.
 *
 * <p>Of each partition, copies are sent one after the other, each when the one before is acknowledged: what fails holds
 * back what comes after it in that partition. One worker does so at a time. Should one that was taken for dead go on, it
 * sends what the other sends as well, in the same order, so that the first of each still come in order.
 */
public final class DecisionRelay {

    private static final Logger log = LoggerFactory.getLogger(DecisionRelay.class);
    private static final int AT_A_TIME = 200;
    private static final int BYTES_AT_A_TIME = 4 * 1024 * 1024;

    private final DecisionOutbox outbox;
    private final TransactionTemplate transactions;
    private final Supplier<Optional<String>> obstacle;
    private final LogProducer producer;
    private final int partitions;

    /**
     * @param obstacle why nothing may be sent now, if so
     * @param partitions how many the log has
     */
    public DecisionRelay(
            DecisionOutbox outbox,
            TransactionTemplate transactions,
            Supplier<Optional<String>> obstacle,
            LogProducer producer,
            int partitions) {
        this.outbox = outbox;
        this.transactions = transactions;
        this.obstacle = obstacle;
        this.producer = producer;
        this.partitions = partitions;
    }

    /** Without the topics, or where log and database contradict each other, nothing is added to the log. */
    public static Optional<String> obstacle(boolean topicsAreThere, ConsumerHalt consumerHalt) {
        if (consumerHalt.reason().isPresent()) {
            return consumerHalt.reason().map(reason -> "The worker has stopped with an alarm: " + reason);
        }
        return topicsAreThere
                ? Optional.empty()
                : Optional.of("The topics of the log are not known yet: Kafka is unavailable, or creates them");
    }

    /** Why what was decided is not brought into the log at present, if so. */
    public Optional<String> obstacle() {
        return obstacle.get();
    }

    /** Relays what waits. What fails is tried again the next time. */
    @Scheduled(fixedDelayString = "${trakkit.worker.relay-every:500ms}")
    public void relay() {
        if (obstacle().isPresent()) {
            return;
        }
        try {
            Stopped stopped = new Stopped(new HashSet<>(), new HashSet<>());
            boolean more = true;
            while (more) {
                more = Objects.requireNonNull(transactions.execute(_ -> relaySome(stopped)));
            }
        } catch (RuntimeException e) {
            log.warn("Cannot publish the decisions about dead letters now, will retry: {}", FailureCauses.reason(e));
        }
    }

    /**
     * Where something could not be brought: what comes later there waits, too.
     *
     * @param origins partitions of the letters
     * @param targets partitions of the copies
     */
    private record Stopped(Set<LogPartition> origins, Set<Integer> targets) {}

    /** Returns whether there may be more; all that was tried is marked by then, or its partition stopped. */
    private boolean relaySome(Stopped stopped) {
        if (!outbox.tryLock()) {
            return false;
        }
        List<DecisionOutbox.Waiting> waiting = outbox.toRelay(stopped.origins(), AT_A_TIME, BYTES_AT_A_TIME);
        List<DecisionOutbox.Waiting> copied = copy(waiting, stopped);
        List<DeadLetterDecision> told = tell(copied, stopped);
        if (!told.isEmpty()) {
            outbox.relayed(told);
        }
        return !waiting.isEmpty();
    }

    /**
     * Copies one after the other into each partition, so that those of a key keep their order wherever they come from.
     * Returns those that are copied, or need no copy.
     */
    private List<DecisionOutbox.Waiting> copy(List<DecisionOutbox.Waiting> waiting, Stopped stopped) {
        Map<Integer, Deque<DecisionOutbox.Waiting>> lanes = new LinkedHashMap<>();
        waiting.forEach(letter ->
                lanes.computeIfAbsent(targetOf(letter), _ -> new ArrayDeque<>()).add(letter));
        stopped.targets().forEach(target -> stop(target, lanes, stopped));
        List<DecisionOutbox.Waiting> copied = new ArrayList<>();
        while (!lanes.isEmpty()) {
            Map<Integer, LogProducer.Sending> firsts = new HashMap<>();
            lanes.forEach((target, letters) -> firsts.put(target, copy(letters.getFirst())));
            firsts.forEach((target, sending) -> {
                if (sending.isAcknowledged()) {
                    copied.add(Objects.requireNonNull(lanes.get(target)).removeFirst());
                } else {
                    stopped.targets().add(target);
                    stop(target, lanes, stopped);
                }
            });
            lanes.values().removeIf(Deque::isEmpty);
        }
        return copied;
    }

    private static void stop(int target, Map<Integer, Deque<DecisionOutbox.Waiting>> lanes, Stopped stopped) {
        Deque<DecisionOutbox.Waiting> letters = lanes.remove(target);
        if (letters != null) {
            letters.forEach(letter -> stopped.origins().add(partitionOf(letter)));
        }
    }

    /** The partition that a copy goes to; what is discarded goes nowhere, and is told of in its own. */
    private int targetOf(DecisionOutbox.Waiting letter) {
        return switch (letter.outcome().kind()) {
            case REDRIVEN -> {
                Integer target = RedrivenCopy.of(letter.outcome().origin(), letter.raw(), partitions)
                        .partition();
                yield target == null ? partitionOf(letter).partition() : target;
            }
            case DISCARDED -> partitionOf(letter).partition();
        };
    }

    private LogProducer.Sending copy(DecisionOutbox.Waiting letter) {
        if (!letter.refusalRelayed()) {
            // The topic must not say what was done about a letter before it says that there is one.
            return () -> false;
        }
        return switch (letter.outcome().kind()) {
            case REDRIVEN -> producer.send(RedrivenCopy.of(letter.outcome().origin(), letter.raw(), partitions));
            case DISCARDED -> () -> true;
        };
    }

    private List<DeadLetterDecision> tell(List<DecisionOutbox.Waiting> copied, Stopped stopped) {
        Map<DecisionOutbox.Waiting, LogProducer.Sending> sent = new LinkedHashMap<>();
        copied.forEach(letter -> sent.put(
                letter,
                producer.send(
                        DeadLetterRecords.decided(letter.outcome(), letter.raw().key()))));
        List<DeadLetterDecision> told = new ArrayList<>();
        sent.forEach((letter, sending) -> {
            if (sending.isAcknowledged()) {
                told.add(letter.outcome());
            } else {
                stopped.origins().add(partitionOf(letter));
            }
        });
        return told;
    }

    private static LogPartition partitionOf(DecisionOutbox.Waiting letter) {
        return letter.outcome().origin().partition();
    }
}
