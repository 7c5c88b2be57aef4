package io.trakkit.bench.peer;

import io.trakkit.bench.http.Latencies;
import io.trakkit.bench.log.Topic;
import io.trakkit.bench.site.Site;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The least that a way through a log and a database takes: a record is acknowledged by all, polled, added to the row of its key in
 * one statement for the whole poll, whose commit is flushed to disk, and seen by a SELECT. No HTTP, no journal, no fold.
 */
public final class Floor implements AutoCloseable {

    private static final String TOPIC = "bench.floor";
    private static final int PARTITIONS = Topic.partitions().size();
    private static final int KEYS = 100_000;
    private static final int PROBE_KEYS = 600;
    private static final int PROBERS = 32;

    /** Longer than a probe takes on a machine that cannot keep up. */
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** About as large as the event of a trade. */
    private static final int BYTES = 400;

    private static final String UPSERT = """
            INSERT INTO floor (key, records) SELECT unnest(?), unnest(?)
            ON CONFLICT (key) DO UPDATE SET records = floor.records + excluded.records
            """;

    private final Site site;
    private final String database;
    private final KafkaProducer<String, byte[]> producer;
    private final Crew crew = new Crew();
    private final int probesPerSecond;
    private final int askedEveryMillis;
    private long probes;

    private Floor(Site site, String database, int probesPerSecond, int askedEveryMillis) {
        this.site = site;
        this.database = database;
        this.probesPerSecond = probesPerSecond;
        this.askedEveryMillis = askedEveryMillis;
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        site.bootstrapServers(),
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.LINGER_MS_CONFIG,
                        0),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /**
     * Starts to consume into a table of its own.
     *
     * @param askedEveryMillis how often a probe is looked for until it is seen
     */
    public static Floor start(Site site, String database, int probesPerSecond, int askedEveryMillis) throws Exception {
        try (Connection connection = site.databases().connect(database);
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE floor (key text COLLATE \"C\" PRIMARY KEY, records bigint NOT NULL)"
                    + " WITH (fillfactor = 50)");
        }
        if (!site.admin().listTopics().names().get().contains(TOPIC)) {
            site.admin()
                    .createTopics(List.of(new NewTopic(TOPIC, Optional.of(PARTITIONS), Optional.empty())))
                    .all()
                    .get();
        }
        Floor floor = new Floor(site, database, probesPerSecond, askedEveryMillis);
        KafkaConsumer<String, byte[]> atTheEnd = floor.consumer();
        floor.crew.add(done -> floor.consume(atTheEnd, done));
        return floor;
    }

    /** At the end of the topic before anything is sent: what it does not read, a probe would wait for in vain. */
    private KafkaConsumer<String, byte[]> consumer() {
        List<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition(TOPIC, partition))
                .toList();
        KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        site.bootstrapServers(),
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        return consumer;
    }

    private void consume(KafkaConsumer<String, byte[]> atTheEnd, AtomicLong done) throws SQLException {
        try (KafkaConsumer<String, byte[]> consumer = atTheEnd;
                Connection connection = site.databases().connect(database);
                PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
            while (!crew.isDismissed()) {
                SortedMap<String, Long> polled = new TreeMap<>();
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    polled.merge(record.key(), 1L, Long::sum);
                }
                if (!polled.isEmpty()) {
                    upsert.setArray(
                            1, connection.createArrayOf("text", polled.keySet().toArray()));
                    upsert.setArray(
                            2,
                            connection.createArrayOf("bigint", polled.values().toArray()));
                    upsert.executeUpdate();
                    done.addAndGet(
                            polled.values().stream().mapToLong(Long::longValue).sum());
                }
            }
        }
    }

    /** Sends records at a rate, and returns the times of the probes among them once each has been seen. */
    public Latencies run(int rate, double seconds) throws Exception {
        Latencies latencies = new Latencies();
        AtomicLong next = new AtomicLong();
        long first = probes;
        long count = (long) (probesPerSecond * seconds);
        probes += count;
        try (ExecutorService threads = Executors.newFixedThreadPool(PROBERS + 1)) {
            long begin = System.nanoTime();
            List<Future<Boolean>> all = new ArrayList<>();
            all.add(threads.submit(() -> send(begin, rate - probesPerSecond, seconds)));
            Callable<Boolean> probing = () -> {
                try (Connection connection = site.databases().connect(database);
                        PreparedStatement select =
                                connection.prepareStatement("SELECT records FROM floor WHERE key = ?")) {
                    for (long number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
                        long due = await(begin, number, probesPerSecond);
                        follow(first + number, select);
                        latencies.add(System.nanoTime() - due);
                    }
                }
                return true;
            };
            IntStream.range(0, PROBERS).forEach(_ -> all.add(threads.submit(probing)));
            for (Future<Boolean> each : all) {
                each.get();
            }
        }
        crew.done();
        return latencies;
    }

    private boolean send(long begin, int perSecond, double seconds) {
        byte[] value = new byte[BYTES];
        for (long number = 0; number < perSecond * seconds; number++) {
            await(begin, number, perSecond);
            var _ = producer.send(new ProducerRecord<>(TOPIC, "key-" + number * 7_919 % KEYS, value));
        }
        return true;
    }

    private static long await(long begin, long number, double perSecond) {
        long due = begin + (long) (number * 1e9 / perSecond);
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        return due;
    }

    private void follow(long probe, PreparedStatement select) throws Exception {
        String key = "probe-" + probe % PROBE_KEYS;
        long wanted = probe / PROBE_KEYS + 1;
        producer.send(new ProducerRecord<>(TOPIC, key, "probe".getBytes(StandardCharsets.US_ASCII)))
                .get();
        select.setString(1, key);
        long begin = System.nanoTime();
        while (seen(select) < wanted) {
            crew.done();
            if (System.nanoTime() - begin > LIMIT.toNanos()) {
                throw new IllegalStateException(
                        "The probe " + key + " was sent " + LIMIT.toSeconds() + " s ago and is not seen");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(askedEveryMillis));
        }
    }

    private static long seen(PreparedStatement select) throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    @Override
    public void close() {
        producer.close();
        crew.close();
    }
}
