package io.trakkit.bench.log;

import io.trakkit.bench.report.ProgressLog;
import io.trakkit.bench.site.Site;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.wire.event.Topics;
import io.trakkit.wire.event.TradeEventCodec;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The topic of the trades, from its creation on. */
public final class Topic {

    private final Site site;
    private final UUID id;

    private Topic(Site site, UUID id) {
        this.site = site;
        this.id = id;
    }

    /**
     * A new one, empty, in place of what was there before. Waits until the broker itself knows: a producer that learns of
     * the change on its way begins to number its batches again, which the broker then refuses.
     */
    public static Topic fresh(Site site) throws Exception {
        Optional<Uuid> before = known(site);
        if (before.isPresent()) {
            site.admin().deleteTopics(List.of(Topics.TRADES)).all().get();
            await(site, Optional.empty());
        }
        NewTopic topic = new NewTopic(Topics.TRADES, Optional.of(Topics.PARTITIONS), Optional.empty())
                .configs(Topics.TRADES_CONFIG);
        CreateTopicsResult created = site.admin().createTopics(List.of(topic));
        created.all().get();
        Uuid id = created.topicId(Topics.TRADES).get();
        await(site, Optional.of(id));
        Topic fresh = new Topic(site, new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits()));
        // What leads a partition may be known before its log is there; asked where that ends, the broker has to have
        // it.
        fresh.ends();
        return fresh;
    }

    private static void await(Site site, Optional<Uuid> wanted) throws Exception {
        while (!known(site).equals(wanted)) {
            LockSupport.parkNanos(100_000_000);
        }
    }

    /** The id of the topic, as the broker would tell a producer. */
    private static Optional<Uuid> known(Site site) throws Exception {
        try {
            TopicDescription description = site.admin()
                    .describeTopics(List.of(Topics.TRADES))
                    .allTopicNames()
                    .get()
                    .values()
                    .iterator()
                    .next();
            boolean isLed = description.partitions().stream().allMatch(partition -> partition.leader() != null);
            return isLed ? Optional.of(description.topicId()) : Optional.of(Uuid.ZERO_UUID);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    public UUID id() {
        return id;
    }

    public static List<TopicPartition> partitions() {
        return IntStream.range(0, Topics.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(Topics.TRADES, partition))
                .toList();
    }

    /** The offset at which each partition ends. */
    public Map<TopicPartition, Long> ends() throws Exception {
        Map<TopicPartition, OffsetSpec> latest =
                partitions().stream().collect(Collectors.toMap(partition -> partition, _ -> OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        site.admin().listOffsets(latest).all().get().forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    /** Writes events to it, as ingest-api writes them but many at a time, and waits until all are acknowledged. */
    public void load(TradeSource source, ProgressLog progress) {
        load(source, NEVER, progress);
    }

    /** @param sampledEvery one of this number of events has a sampled trace; each has a trace of its own */
    public void load(TradeSource source, int sampledEvery, ProgressLog progress) {
        Map<String, Object> config = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                site.bootstrapServers(),
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "lz4",
                ProducerConfig.LINGER_MS_CONFIG,
                20,
                ProducerConfig.BATCH_SIZE_CONFIG,
                256 * 1024,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                64L * 1024 * 1024);
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        long began = System.nanoTime();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            Iterator<TradeEvent> events = source.events();
            for (int done = 0; events.hasNext(); done++) {
                var _ = producer.send(record(events.next(), trace(done, sampledEvery)), (_, e) -> {
                    if (e != null) {
                        failure.set(e);
                    }
                });
                if (done % 1_000 == 0) {
                    progress.at(done, source.count(), done * 1e9 / (System.nanoTime() - began));
                }
            }
            producer.flush();
        }
        if (failure.get() != null) {
            throw new IllegalStateException("The topic could not be filled", failure.get());
        }
    }

    private static final TradeEventCodec CODEC = new TradeEventCodec();

    private static final int NEVER = Integer.MAX_VALUE;

    private static final byte[] TRACE =
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00".getBytes(StandardCharsets.US_ASCII);

    /** The record of an event, with the headers that ingest-api gives it. */
    public static ProducerRecord<byte[], byte[]> record(TradeEvent event) {
        return record(event, TRACE);
    }

    private static byte[] trace(int number, int sampledEvery) {
        return number % sampledEvery == sampledEvery - 1
                ? "00-4bf92f3577b34da6%016x-%016x-01".formatted(number, number).getBytes(StandardCharsets.US_ASCII)
                : TRACE;
    }

    private static ProducerRecord<byte[], byte[]> record(TradeEvent event, byte[] trace) {
        byte[] key = event.key().logKey().getBytes(StandardCharsets.US_ASCII);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(Topics.TRADES, key, CODEC.encode(event));
        record.headers().add("traceparent", trace);
        return record;
    }
}
