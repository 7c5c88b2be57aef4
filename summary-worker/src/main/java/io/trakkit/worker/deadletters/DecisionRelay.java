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
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Executes the decisions of operators: appends a copy of each redriven record to the log, then publishes each decision to the
 * dead-letter topic. A decision is marked only after Kafka has acknowledged both, so a crash in between publishes them
 * twice, but never loses them. A second copy is a repeat of the same event.
 *
 * <p>In each partition a copy is sent after the one before is acknowledged, so a failure holds back the later ones of that
 * partition. One worker relays at a time. If a worker that was believed dead continues, both send the same records in the
 * same order, so the first copies are still in order.
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
     * @param obstacle why nothing may be sent now; empty if it may
     * @param partitions the number of partitions of the log
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

    /** Nothing is sent before the topics are checked, or while log and database contradict each other. */
    public static Optional<String> obstacle(boolean topicsAreThere, ConsumerHalt consumerHalt) {
        if (consumerHalt.reason().isPresent()) {
            return consumerHalt.reason().map(reason -> "The worker has stopped with an alarm: " + reason);
        }
        return topicsAreThere
                ? Optional.empty()
                : Optional.of("The topics of the log are not known yet: Kafka is unavailable, or creates them");
    }

    /** Why decisions are not published now; empty if they are. */
    public Optional<String> obstacle() {
        return obstacle.get();
    }

    /** Relays pending decisions. The next call retries failed ones. */
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
     * The partitions with a failure: later records of them wait.
     *
     * @param origins partitions of dead letters
     * @param targets partitions of copies
     */
    private record Stopped(Set<LogPartition> origins, Set<Integer> targets) {}

    /** Returns whether there may be more. Every decision of this round is marked, or its partition is stopped. */
    private boolean relaySome(Stopped stopped) {
        if (!outbox.tryLock()) {
            return false;
        }
        List<DecisionOutbox.Waiting> waiting = outbox.toRelay(stopped.origins(), AT_A_TIME, BYTES_AT_A_TIME);
        List<DecisionOutbox.Waiting> copied = copy(waiting, stopped);
        List<DeadLetterDecision> published = publish(copied, stopped);
        if (!published.isEmpty()) {
            outbox.relayed(published);
        }
        return !waiting.isEmpty();
    }

    /**
     * Sends copies one after the other to each partition, so that the copies of a key keep their order. Returns the decisions
     * whose copy is acknowledged or not needed.
     */
    private List<DecisionOutbox.Waiting> copy(List<DecisionOutbox.Waiting> waiting, Stopped stopped) {
        Map<Integer, Deque<DecisionOutbox.Waiting>> lanes = new LinkedHashMap<>();
        waiting.forEach(deadLetter -> lanes.computeIfAbsent(targetOf(deadLetter), _ -> new ArrayDeque<>())
                .add(deadLetter));
        stopped.targets().forEach(target -> stop(target, lanes, stopped));
        List<DecisionOutbox.Waiting> copied = new ArrayList<>();
        while (!lanes.isEmpty()) {
            Map<Integer, LogProducer.Sending> firsts = new HashMap<>();
            lanes.forEach((target, deadLetters) -> firsts.put(target, copy(deadLetters.getFirst())));
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
        Deque<DecisionOutbox.Waiting> deadLetters = lanes.remove(target);
        if (deadLetters != null) {
            deadLetters.forEach(deadLetter -> stopped.origins().add(partitionOf(deadLetter)));
        }
    }

    /** The partition of a copy. A discarded record has no copy; its decision is published to its own partition. */
    private int targetOf(DecisionOutbox.Waiting deadLetter) {
        return switch (deadLetter.outcome().kind()) {
            case REDRIVEN -> {
                Integer target = RedrivenCopy.of(deadLetter.outcome().origin(), deadLetter.raw(), partitions)
                        .partition();
                yield target == null ? partitionOf(deadLetter).partition() : target;
            }
            case DISCARDED -> partitionOf(deadLetter).partition();
        };
    }

    private LogProducer.Sending copy(DecisionOutbox.Waiting deadLetter) {
        if (!deadLetter.refusalRelayed()) {
            // The topic must have the dead letter before the decision about it.
            return () -> false;
        }
        return switch (deadLetter.outcome().kind()) {
            case REDRIVEN ->
                producer.send(RedrivenCopy.of(deadLetter.outcome().origin(), deadLetter.raw(), partitions));
            case DISCARDED -> () -> true;
        };
    }

    private List<DeadLetterDecision> publish(List<DecisionOutbox.Waiting> copied, Stopped stopped) {
        Map<DecisionOutbox.Waiting, LogProducer.Sending> sent = new LinkedHashMap<>();
        copied.forEach(deadLetter -> sent.put(
                deadLetter,
                producer.send(DeadLetterRecords.decided(
                        deadLetter.outcome(), deadLetter.raw().key()))));
        List<DeadLetterDecision> published = new ArrayList<>();
        sent.forEach((deadLetter, sending) -> {
            if (sending.isAcknowledged()) {
                published.add(deadLetter.outcome());
            } else {
                stopped.origins().add(partitionOf(deadLetter));
            }
        });
        return published;
    }

    private static LogPartition partitionOf(DecisionOutbox.Waiting deadLetter) {
        return deadLetter.outcome().origin().partition();
    }
}
