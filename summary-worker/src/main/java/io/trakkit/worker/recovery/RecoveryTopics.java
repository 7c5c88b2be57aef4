package io.trakkit.worker.recovery;

import io.trakkit.log.LogContradictionException;
import io.trakkit.log.TopicGuard;
import io.trakkit.store.ledger.RecoveryOffsets;
import io.trakkit.store.log.LogPartition;
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
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The topics beside the trades': the portfolios, and the verdicts on what was refused. The tables have what they say, but
 * for a database that was put back, or made anew: it is brought up to date from here before anything is applied to it.
 */
public final class RecoveryTopics implements PortfolioCheck {

    private static final Logger log = LoggerFactory.getLogger(RecoveryTopics.class);
    private static final TopicPartition PORTFOLIOS = new TopicPartition(Topics.PORTFOLIOS, 0);
    /** A verdict now and then comes back from its topic; a database that is filled again shows in the log. */
    private static final int WORTH_SAYING = 10;

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final TopicGuard topics;
    private final RecoveryOffsets reads;
    private final TopicRestorer topicRestorer;
    private final TransactionTemplate transactions;
    private final Supplier<Consumer<byte[], byte[]>> consumers;

    /** @param consumers of no group, which give few enough records at a time to be in memory */
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

    /** A part of a topic that the tables do not have yet. */
    private record Unread(LogPartition partition, long end) {}

    /**
     * How far it was read.
     *
     * @param records how many there were
     */
    private record Read(long next, int records) {}

    /**
     * Reads what the tables do not have yet: the portfolios, and the verdicts on records of these partitions.
     *
     * @throws LogContradictionException if a topic does not hold what has yet to be read, or lacks what was read
     */
    public void bringUpToDate(Collection<Integer> partitions) {
        SortedMap<TopicPartition, Unread> unread = unread(sources(partitions));
        if (unread.isEmpty()) {
            return;
        }
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            unread.forEach((source, part) -> read(source, part, consumer));
        }
    }

    private static List<TopicPartition> sources(Collection<Integer> partitions) {
        return Stream.concat(
                        Stream.of(PORTFOLIOS),
                        partitions.stream().map(partition -> new TopicPartition(Topics.DEAD_LETTERS, partition)))
                .toList();
    }

    /** The portfolios first, without which there would be nothing to refer to. */
    private SortedMap<TopicPartition, Unread> unread(Collection<TopicPartition> sources) {
        // In this order: the end that Kafka says is never behind what was read before.
        Map<LogPartition, Long> read = reads.nextOffsets();
        Map<String, UUID> ids = topics.ids(List.of(Topics.PORTFOLIOS, Topics.DEAD_LETTERS));
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
        if (read.records() >= WORTH_SAYING) {
            log.info("Read {} records of {} into the database", read.records(), source);
        }
    }

    /** Reads on under the partition's row: what others have read meanwhile is left out. */
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
        topicRestorer.restore(source.topic(), records.records(source));
        long position = consumer.position(source);
        reads.advance(part.partition(), position);
        return new Read(position, records.count());
    }

    /** Compaction leaves offsets without a record, so it is the position that tells. */
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
