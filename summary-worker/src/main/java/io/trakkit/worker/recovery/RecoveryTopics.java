package io.trakkit.worker.recovery;

import io.trakkit.log.LogContradictionException;
import io.trakkit.log.TopicGuard;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.progress.RecoveryOffsets;
import io.trakkit.wire.event.Topics;
import io.trakkit.worker.apply.PortfolioCheck;
import io.trakkit.worker.apply.UncertainPortfoliosException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The topics of clients, portfolios, corporate actions and dead letters. The tables hold the same, except after the database was restored or created
 * again: then they are brought up to date from these topics before any trade is applied.
 */
public final class RecoveryTopics implements PortfolioCheck {

    private static final Logger log = LoggerFactory.getLogger(RecoveryTopics.class);
    private static final TopicPartition CLIENTS = new TopicPartition(Topics.CLIENTS, 0);
    private static final TopicPartition PORTFOLIOS = new TopicPartition(Topics.PORTFOLIOS, 0);
    private static final TopicPartition CORPORATE_ACTIONS = new TopicPartition(Topics.CORPORATE_ACTIONS, 0);
    /** The fewest records of a restore that is logged: single dead letters are restored all the time. */
    private static final int LOGGED_FROM = 10;

    /** Batches of all clients wait while actions are recorded: a few at a time, so that some are applied in between. */
    private static final int ACTIONS_AT_A_TIME = 20;

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final TopicGuard topics;
    private final RecoveryOffsets reads;
    private final TopicRestorer topicRestorer;
    private final TransactionTemplate transactions;
    private final Supplier<Consumer<byte[], byte[]>> consumers;

    /** @param consumers outside the group, with batches that fit into memory */
    public RecoveryTopics(
            TopicGuard topics,
            RecoveryOffsets reads,
            TopicRestorer topicRestorer,
            TransactionTemplate transactions,
            Supplier<Consumer<byte[], byte[]>> consumers) {
        this.topics = topics;
        this.reads = reads;
        this.topicRestorer = topicRestorer;
        this.transactions = transactions;
        this.consumers = consumers;
    }

    /** The part of a partition that the tables lack. */
    private record Unread(LogPartition partition, long end) {}

    /** The next offset to read, and the number of records that were read. */
    private record Read(long next, int records) {}

    /**
     * Restores what the tables lack: clients with their keys, portfolios, and dead letters of these partitions.
     *
     * @throws LogContradictionException if a topic lacks records that were read, or that have still to be read
     */
    public void bringUpToDate(Collection<Integer> partitions) {
        restore(withClientsOfPortfolios(unread(sources(partitions))));
    }

    /**
     * Restores the clients and keys that the tables lack.
     *
     * @throws LogContradictionException as {@link #bringUpToDate}
     */
    public void bringClientsUpToDate() {
        restore(unread(List.of(CLIENTS)));
    }

    /**
     * Records the corporate actions that the table lacks. They arrive by their topic alone, so this is asked all the time.
     *
     * @throws LogContradictionException as {@link #bringUpToDate}
     */
    public void bringCorporateActionsUpToDate() {
        restore(unread(List.of(CORPORATE_ACTIONS)));
    }

    /**
     * The end of the clients' topic is asked for after that of the portfolios' topic, and records beyond an end are left: a client
     * is published before its portfolios, so none of them is restored without it.
     */
    private SortedMap<TopicPartition, Unread> withClientsOfPortfolios(SortedMap<TopicPartition, Unread> unread) {
        if (unread.containsKey(PORTFOLIOS)) {
            unread.putAll(unread(List.of(CLIENTS)));
        }
        return unread;
    }

    private void restore(SortedMap<TopicPartition, Unread> unread) {
        if (unread.isEmpty()) {
            return;
        }
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            unread.forEach((source, part) -> read(source, part, consumer));
        }
    }

    private static List<TopicPartition> sources(Collection<Integer> partitions) {
        return Stream.concat(
                        Stream.of(CLIENTS, PORTFOLIOS, CORPORATE_ACTIONS),
                        partitions.stream().map(partition -> new TopicPartition(Topics.DEAD_LETTERS, partition)))
                .toList();
    }

    /** In the order of their names: portfolios refer to clients, and dead letters to portfolios. */
    private SortedMap<TopicPartition, Unread> unread(Collection<TopicPartition> sources) {
        // The offsets before the ends: an end that is read later cannot be smaller.
        Map<LogPartition, Long> read = reads.nextOffsets();
        Map<String, UUID> ids =
                topics.ids(List.of(Topics.CLIENTS, Topics.PORTFOLIOS, Topics.CORPORATE_ACTIONS, Topics.DEAD_LETTERS));
        Map<TopicPartition, Long> ends = topics.ends(
                sources.stream()
                        .filter(source -> ids.containsKey(source.topic()))
                        .toList(),
                IsolationLevel.READ_COMMITTED);
        SortedMap<TopicPartition, Unread> unread = new TreeMap<>(RecoveryTopics::compare);
        ends.forEach((source, end) -> {
            LogPartition partition =
                    new LogPartition(Objects.requireNonNull(ids.get(source.topic())), source.partition());
            long next = read.getOrDefault(partition, 0L);
            if (end < next) {
                throw new LogContradictionException(source + " ends at offset " + end + ", but was read up to " + next
                        + ": the log has lost records that the database holds");
            }
            if (end > next) {
                unread.put(source, new Unread(partition, end));
            }
        });
        return unread;
    }

    private static int compare(TopicPartition one, TopicPartition other) {
        int byTopic = one.topic().compareTo(other.topic());
        return byTopic == 0 ? Integer.compare(one.partition(), other.partition()) : byTopic;
    }

    private void read(TopicPartition source, Unread part, Consumer<byte[], byte[]> consumer) {
        consumer.assign(List.of(source));
        long begin = Objects.requireNonNull(
                consumer.beginningOffsets(List.of(source)).get(source));
        Read read = new Read(0, 0);
        while (read.next() < part.end()) {
            Read more = Objects.requireNonNull(transactions.execute(_ -> readSome(source, part, begin, consumer)));
            read = new Read(more.next(), read.records() + more.records());
        }
        if (read.records() >= LOGGED_FROM) {
            log.info("Read {} records of {} into the database", read.records(), source);
        }
    }

    /** Reads under the row lock of the partition, and skips records that another worker has read since. */
    private Read readSome(TopicPartition source, Unread part, long begin, Consumer<byte[], byte[]> consumer) {
        long next = reads.lock(part.partition());
        if (next >= part.end()) {
            return new Read(next, 0);
        }
        if (next < begin) {
            throw new LogContradictionException(source + " begins at offset " + begin + ", but was read up to " + next
                    + " only: the records in between are gone from the log");
        }
        consumer.seek(source, next);
        ConsumerRecords<byte[], byte[]> records = poll(source, next, consumer);
        List<ConsumerRecord<byte[], byte[]>> unread = records.records(source).stream()
                .filter(record -> record.offset() < part.end())
                .toList();
        int most = source.equals(CORPORATE_ACTIONS) ? ACTIONS_AT_A_TIME : unread.size();
        List<ConsumerRecord<byte[], byte[]>> wanted = unread.subList(0, Math.min(most, unread.size()));
        topicRestorer.restore(source.topic(), wanted);
        long position = wanted.size() < unread.size()
                ? wanted.getLast().offset() + 1
                : Math.min(consumer.position(source), part.end());
        reads.advance(part.partition(), position);
        return new Read(position, wanted.size());
    }

    /** Compaction leaves offsets without records, so the position shows the progress, not the records. */
    private static ConsumerRecords<byte[], byte[]> poll(
            TopicPartition source, long next, Consumer<byte[], byte[]> consumer) {
        long start = System.nanoTime();
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        while (consumer.position(source) == next) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new KafkaException("Kafka does not give the records of " + source + " from " + next + " on");
            }
            records = consumer.poll(POLL);
        }
        return records;
    }

    @Override
    public void requireComplete() {
        SortedMap<TopicPartition, Unread> behind;
        try {
            behind = unread(List.of(PORTFOLIOS));
        } catch (KafkaException e) {
            throw new UncertainPortfoliosException("Cannot check whether the log holds more portfolios", e);
        }
        if (!behind.isEmpty()) {
            throw new UncertainPortfoliosException("The log holds portfolios that the database lacks", null);
        }
    }
}
