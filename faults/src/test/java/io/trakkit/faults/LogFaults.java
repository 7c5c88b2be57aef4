package io.trakkit.faults;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.testing.LegalOrders;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.faults.check.Log;
import io.trakkit.faults.check.Origin;
import io.trakkit.faults.load.Portfolio;
import io.trakkit.log.LogPartitioner;
import io.trakkit.wire.event.Topics;
import io.trakkit.wire.event.TradeEventCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What others publish to the topic directly: what can never be applied, and what was there before. */
final class LogFaults {

    private static final int MAX_REQUEST = 4 * 1024 * 1024;
    private static final int AT_ONCE = 50;
    private static final int MOST_WAITING = 10_000;
    private static final Duration BETWEEN = Duration.ofMillis(200);

    private final Scene scene;
    private final Portfolio portfolio;
    private final TradeEventCodec codec = new TradeEventCodec();
    private final Map<Origin, String> poison = new HashMap<>();

    LogFaults(Scene scene, Portfolio portfolio) {
        this.scene = scene;
        this.portfolio = portfolio;
    }

    /** What was published that can never be applied, and why not. */
    Map<Origin, String> poison() {
        return poison;
    }

    /** Publishes poison among the good records that the load goes on to publish. */
    void poison(int records) throws Exception {
        Poison source = new Poison(scene.random(), portfolio);
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            for (int sent = 0; sent < records; sent += AT_ONCE) {
                publish(source, Math.min(AT_ONCE, records - sent), producer);
                scene.pass(BETWEEN);
            }
        }
    }

    private void publish(Poison source, int count, KafkaProducer<byte[], byte[]> producer) throws Exception {
        Map<Poison.Refused, Future<RecordMetadata>> sent = new HashMap<>();
        for (int i = 0; i < count; i++) {
            Poison.Refused record = source.next();
            sent.put(record, producer.send(record.record()));
        }
        for (Map.Entry<Poison.Refused, Future<RecordMetadata>> each : sent.entrySet()) {
            poison.put(
                    each.getKey().at(each.getValue().get().offset()),
                    each.getKey().reason());
        }
    }

    /** Publishes every event of the log a second time, in another order among the legal ones. */
    void deliverAgain(int times) throws Exception {
        for (int i = 0; i < times; i++) {
            scene.suffer("every event delivered again, in another legal order", () -> {
                List<List<TradeEvent>> waiting = shuffledByKey();
                try (KafkaProducer<byte[], byte[]> producer = producer()) {
                    int sent = 0;
                    while (!waiting.isEmpty()) {
                        sent += publishSome(waiting, producer);
                        if (sent > MOST_WAITING) {
                            awaitWorker();
                            sent = 0;
                        }
                    }
                }
            });
        }
    }

    /** No faster than they are read: how much the log can hold is not the question here. */
    private void awaitWorker() {
        Map<Integer, Long> ends = scene.backlog().ends();
        scene.await(
                "the worker does not get on with what it has read before",
                Scene.RECOVERY,
                () -> scene.backlog().before(ends) < MOST_WAITING / 2);
    }

    /** No event of one key has to wait for one of another. */
    private List<List<TradeEvent>> shuffledByKey() {
        Map<PositionKey, List<TradeEvent>> byKey = new TreeMap<>();
        Log.events(scene.site().broker().bootstrapServers()).forEach((origin, event) -> {
            if (!poison.containsKey(origin)) {
                byKey.computeIfAbsent(event.key(), _ -> new ArrayList<>()).add(event);
            }
        });
        List<List<TradeEvent>> shuffled = new ArrayList<>();
        byKey.values()
                .forEach(events -> shuffled.add(new ArrayList<>(
                        LegalOrders.shuffled(events, scene.random()).reversed())));
        return shuffled;
    }

    /** Some of each key, from the end of its list, and more of those that have more; returns how many. */
    private int publishSome(List<List<TradeEvent>> waiting, KafkaProducer<byte[], byte[]> producer) {
        int sent = 0;
        for (List<TradeEvent> ofKey : waiting) {
            int some = Math.min(ofKey.size(), 1 + scene.random().nextInt(AT_ONCE + ofKey.size() / AT_ONCE));
            for (int i = 0; i < some; i++) {
                var _ = producer.send(record(ofKey.removeLast()));
            }
            sent += some;
        }
        waiting.removeIf(List::isEmpty);
        return sent;
    }

    private ProducerRecord<byte[], byte[]> record(TradeEvent event) {
        byte[] key = event.key().logKey().getBytes(StandardCharsets.UTF_8);
        int partition = LogPartitioner.partitionOf(key, Topics.PARTITIONS);
        return new ProducerRecord<>(Topics.TRADES, partition, key, codec.encode(event));
    }

    private KafkaProducer<byte[], byte[]> producer() {
        Map<String, Object> config = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                scene.site().broker().bootstrapServers(),
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.LINGER_MS_CONFIG,
                5,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                MAX_REQUEST);
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
