package io.trakkit.ingest.inbound;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.trakkit.access.KeyRing;
import io.trakkit.domain.access.ClientAccount;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.ingest.publish.InboundLog;
import io.trakkit.ingest.publish.InboundLog.TracedEvent;
import io.trakkit.ingest.publish.LogUnavailableException;
import io.trakkit.ingest.request.TraceParent;
import io.trakkit.ingest.trade.DuplicateCheck;
import io.trakkit.store.log.LogPosition;
import io.trakkit.wire.http.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.BatchConsumerAwareMessageListener;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;

/**
 * Reads the inbound topics. The records of a partition, as far as a poll returns them, are one transaction: events, verdicts
 * and offsets. A failure or the limit of a client pauses its partition only; the records are read again afterwards.
 *
 * <p>Not a transaction of the container: that would be one for all clients of a poll, to commit or to repeat as a whole.
 */
final class InboundListener
        implements BatchConsumerAwareMessageListener<byte[], byte[]>, ConsumerAwareRebalanceListener {

    private static final Logger log = LoggerFactory.getLogger(InboundListener.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(500);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
    private static final Duration ASK_KAFKA = Duration.ofSeconds(1);

    /** Others wait meanwhile: look-ups of many portfolios can take long. */
    private static final Duration LONGEST_TURN = Duration.ofMillis(100);

    private static final Duration NEXT_TURN = Duration.ofMillis(1);

    private final InboundLog inboundLog;
    private final Inboxes inboxes;
    private final KeyRing clients;
    private final DuplicateCheck duplicateCheck;
    private final Pauses pauses;
    private final InboundHealth health;
    private final MeterRegistry meters;

    /** The state of each assigned partition. Used by the thread of the consumer only. */
    private final Map<TopicPartition, State> states = new HashMap<>();

    InboundListener(
            InboundLog inboundLog,
            Inboxes inboxes,
            KeyRing clients,
            DuplicateCheck duplicateCheck,
            Pauses pauses,
            InboundHealth health,
            MeterRegistry meters) {
        this.inboundLog = inboundLog;
        this.inboxes = inboxes;
        this.clients = clients;
        this.duplicateCheck = duplicateCheck;
        this.pauses = pauses;
        this.health = health;
        this.meters = meters;
        // From the start, so that the first of each is seen as an increase.
        List.of("accepted", "repeated", "refused").forEach(this::counter);
    }

    /** What is known of a partition between two polls. */
    private static final class State {

        /** How often in a row its records could not be processed. */
        private int failures;

        /** Why not, the last time. */
        private String reason = "";

        /** Whether a commit failed, and none succeeded since: Kafka knows whether the failed one took place. */
        private boolean isUncertain;
    }

    /**
     * The records of a poll that are decided.
     *
     * @param pause after which the next record can be decided; zero if all were
     */
    private record Decided(Map<ConsumerRecord<byte[], byte[]>, Checked> records, Duration pause) {}

    @Override
    public void onPartitionsRevokedBeforeCommit(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        forget(partitions);
    }

    @Override
    public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        forget(partitions);
    }

    private void forget(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> {
            states.remove(partition);
            inboxes.close(partition.topic());
            pauses.end(partition);
            health.goesOn(partition);
        });
    }

    @Override
    public void onMessage(List<ConsumerRecord<byte[], byte[]>> polled, @Nullable Consumer<?, ?> given) {
        Consumer<?, ?> consumer = Objects.requireNonNull(given, "The container passes its consumer");
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> byPartition = new LinkedHashMap<>();
        polled.forEach(record -> byPartition
                .computeIfAbsent(new TopicPartition(record.topic(), record.partition()), _ -> new ArrayList<>())
                .add(record));
        byPartition.forEach((partition, records) -> process(partition, records, consumer));
    }

    /** Every failure is retried, because a record that is passed over is lost. */
    private void process(
            TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records, Consumer<?, ?> consumer) {
        State state = states.computeIfAbsent(partition, _ -> new State());
        try {
            List<ConsumerRecord<byte[], byte[]>> open = notCommitted(partition, records, state, consumer);
            if (!open.isEmpty()) {
                process(partition, open, state, consumer);
            }
            if (state.failures > 0) {
                log.info("Processes the records of {} again", partition);
                health.goesOn(partition);
            }
            state.failures = 0;
            state.reason = "";
        } catch (WakeupException e) {
            // The container stops the consumer.
            throw e;
        } catch (RuntimeException e) {
            retryLater(partition, records.getFirst().offset(), state, e, consumer);
        }
    }

    private void process(
            TopicPartition partition,
            List<ConsumerRecord<byte[], byte[]>> records,
            State state,
            Consumer<?, ?> consumer) {
        ClientId client = InboundTopics.clientOf(partition.topic());
        if (clients.isOutOfDate()) {
            throw new InboundException("Cannot check whether the client " + client
                    + " is suspended: the database is unavailable, and clients cannot be read");
        }
        ClientAccount account = clients.client(client)
                .orElseThrow(() -> new InboundException("There is no client " + client + " yet, or it cannot be read"));
        Inbox inbox = inboxes.of(partition.topic(), client);
        Decided decided = decided(inbox, account.suspended(), records);
        if (!decided.records().isEmpty()) {
            state.isUncertain = true;
            publish(partition, client, decided, consumer);
            state.isUncertain = false;
        }
        if (decided.pause().isPositive()) {
            long next = records.get(decided.records().size()).offset();
            pause(partition, next, shorter(decided.pause(), LONGEST_PAUSE), consumer);
        }
    }

    /** The records without those that were committed although that was not acknowledged. */
    private static List<ConsumerRecord<byte[], byte[]>> notCommitted(
            TopicPartition partition,
            List<ConsumerRecord<byte[], byte[]>> records,
            State state,
            Consumer<?, ?> consumer) {
        if (!state.isUncertain) {
            return records;
        }
        OffsetAndMetadata committed =
                consumer.committed(Set.of(partition), ASK_KAFKA).get(partition);
        return committed == null
                ? records
                : records.stream()
                        .filter(record -> record.offset() >= committed.offset())
                        .toList();
    }

    /**
     * Decides records until the limit of the client is reached, its turn is over, or one cannot be checked now. The limit holds
     * while the client is suspended, too: each verdict on a refused record costs a record of its own.
     */
    private static Decided decided(Inbox inbox, boolean isSuspended, List<ConsumerRecord<byte[], byte[]>> records) {
        RecordChecker.Transaction transaction = inbox.checker().new Transaction();
        Map<ConsumerRecord<byte[], byte[]>, Checked> decided = new LinkedHashMap<>();
        long begin = System.nanoTime();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (!decided.isEmpty() && System.nanoTime() - begin > LONGEST_TURN.toNanos()) {
                return new Decided(decided, NEXT_TURN);
            }
            Duration wait = inbox.budget().take();
            if (wait.isPositive()) {
                return new Decided(decided, wait);
            }
            try {
                decided.put(record, isSuspended ? RecordChecker.suspended(record) : transaction.check(record));
            } catch (ProblemException e) {
                if (decided.isEmpty()) {
                    throw new InboundException(e.detail(), e);
                }
                return new Decided(decided, FIRST_RETRY);
            }
        }
        return new Decided(decided, Duration.ZERO);
    }

    private void publish(TopicPartition partition, ClientId client, Decided decided, Consumer<?, ?> consumer) {
        List<TracedEvent> events = new ArrayList<>();
        List<ProducerRecord<byte[], byte[]>> verdicts = new ArrayList<>();
        long last = 0;
        for (Map.Entry<ConsumerRecord<byte[], byte[]>, Checked> entry :
                decided.records().entrySet()) {
            TraceParent trace = trace(entry.getKey());
            if (entry.getValue() instanceof Checked.New(var event)) {
                events.add(new TracedEvent(event, trace));
            }
            verdicts.add(OutcomeRecords.of(client, entry.getKey(), entry.getValue(), trace));
            last = entry.getKey().offset();
        }
        List<LogPosition> positions = inboundLog.publish(
                events, verdicts, Map.of(partition, new OffsetAndMetadata(last + 1)), consumer.groupMetadata());
        for (int i = 0; i < events.size(); i++) {
            var _ = duplicateCheck.remember(events.get(i).event(), positions.get(i));
        }
        decided.records().values().forEach(this::count);
    }

    private void count(Checked checked) {
        String result = switch (checked) {
            case Checked.New _ -> "accepted";
            case Checked.Repeat _ -> "repeated";
            case Checked.Refused _ -> "refused";
        };
        counter(result).increment();
    }

    private Counter counter(String result) {
        return meters.counter("trakkit.ingest.inbound.records", "result", result);
    }

    private static TraceParent trace(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader(TraceParent.HEADER);
        return TraceParent.of(
                header == null || header.value() == null
                        ? null
                        : new String(header.value(), StandardCharsets.ISO_8859_1));
    }

    private void retryLater(
            TopicPartition partition, long offset, State state, RuntimeException e, Consumer<?, ?> consumer) {
        Duration wait = shorter(FIRST_RETRY.multipliedBy(1L << Math.min(state.failures, 10)), LONGEST_RETRY);
        state.failures++;
        health.waits(partition, reason(e));
        boolean isExpected =
                e instanceof InboundException || e instanceof KafkaException || e instanceof LogUnavailableException;
        if (!isExpected) {
            log.error("Cannot process the records of {} from offset {} on, will retry", partition, offset, e);
        } else if (!state.reason.equals(reason(e))) {
            state.reason = reason(e);
            log.warn(
                    "Cannot process the records of {} from offset {} on, will retry: {}",
                    partition,
                    offset,
                    state.reason);
        }
        // The topics are looked up again: one may be gone.
        inboxes.close(partition.topic());
        pause(partition, offset, wait, consumer);
    }

    private static String reason(RuntimeException e) {
        Throwable cause = e.getCause();
        return e.getMessage() + (cause == null || e instanceof InboundException ? "" : ": " + cause.getMessage());
    }

    /** The records from the offset on are read again after the wait. */
    private void pause(TopicPartition partition, long offset, Duration wait, Consumer<?, ?> consumer) {
        if (consumer.assignment().contains(partition)) {
            consumer.seek(partition, offset);
            pauses.begin(partition, wait);
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
