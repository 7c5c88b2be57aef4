package io.trakkit.bench.peer;

import io.trakkit.bench.http.HttpConnection;
import io.trakkit.bench.log.LogReader;
import io.trakkit.bench.log.Topic;
import io.trakkit.bench.site.Site;
import io.trakkit.bench.streams.Holding;
import io.trakkit.bench.streams.StreamsProgram;
import io.trakkit.faults.site.Program;
import io.trakkit.testing.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;

/**
 * Kafka Streams, a process of its own: average cost by key, exactly once ({@code exactly_once_v2}), in RocksDB and a changelog
 * topic, answered by interactive queries over HTTP. State only: no journal, no SQL, no dead letters, trades count in the order
 * in which they come. An answer may show what is not committed yet, and is taken back if the process dies.
 */
public final class StreamsPeer implements AutoCloseable {

    private static final String HEAP = "512m";
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(1);
    private static final int POLLED = 4_000;

    private static int started;

    private final Site site;
    private final String id;
    private final Program program;
    private final URI uri;

    private StreamsPeer(Site site, String id, Program program, URI uri) {
        this.site = site;
        this.id = id;
        this.program = program;
        this.uri = uri;
    }

    /** Starts it at the begin of the topic; it may not be ready yet. */
    public static StreamsPeer start(Site site, int commitMillis, int threads) {
        int port = FreePorts.next();
        // A name of its own is a consumer group and a changelog of its own.
        String id = "average-cost-" + ++started;
        List<String> rest = List.of(
                // Else an answer waits for the client to acknowledge its head.
                "-Dsun.net.httpserver.nodelay=true",
                "-cp",
                System.getProperty("java.class.path"),
                StreamsProgram.class.getName(),
                site.bootstrapServers(),
                id,
                site.folder().resolve("streams").toString(),
                Integer.toString(port),
                Integer.toString(commitMillis),
                Integer.toString(threads));
        return new StreamsPeer(
                site, id, site.program(id, HEAP, rest), URI.create("http://" + FreePorts.HOST + ":" + port));
    }

    /** Waits until it answers. */
    public StreamsPeer ready() {
        await("get ready", () -> {
            try (HttpConnection connection = HttpConnection.to(uri)) {
                return connection.exchange(HttpConnection.get(uri, "/ready")).status() == 200;
            } catch (IOException _) {
                // It does not listen yet.
                return false;
            }
        });
        return this;
    }

    /** What is waited for. */
    private interface Condition {
        boolean holds();
    }

    private void await(String what, Condition condition) {
        long limit = System.nanoTime() + PATIENCE;
        while (!condition.holds()) {
            requireRunning();
            if (System.nanoTime() > limit) {
                throw new IllegalStateException("Kafka Streams does not " + what + "; its log tells why");
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    private void requireRunning() {
        if (!program.isRunning()) {
            throw new IllegalStateException("Kafka Streams has ended; its log tells why");
        }
    }

    /** Where it answers for summaries. */
    public URI uri() {
        return uri;
    }

    public Program program() {
        return program;
    }

    /** How many trades are committed. */
    public long done() {
        requireRunning();
        return joined(site.admin().listConsumerGroupOffsets(id).partitionsToOffsetAndMetadata()).values().stream()
                .filter(Objects::nonNull)
                .mapToLong(OffsetAndMetadata::offset)
                .sum();
    }

    private static <T> T joined(KafkaFuture<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    /**
     * Waits until all of the topic is committed, and compares.
     *
     * @throws IllegalStateException if it has other holdings than the trades of the topic give
     */
    public void requireRight(Topic topic) throws Exception {
        var ends = topic.ends();
        long total = ends.values().stream().mapToLong(Long::longValue).sum();
        await("commit all", () -> done() == total);
        Map<String, Holding> expected = new TreeMap<>();
        try (LogReader log = new LogReader(site.bootstrapServers(), Topic.partitions(), ends, POLLED)) {
            for (List<LogReader.Item> items = log.read(); !items.isEmpty(); items = log.read()) {
                for (LogReader.Item item : items) {
                    expected.compute(
                            item.event().key().logKey(),
                            (_, holding) -> (holding == null ? Holding.NONE : holding)
                                    .after(item.event().trade()));
                }
            }
        }
        TreeSet<String> wanted = expected.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.toCollection(TreeSet::new));
        TreeSet<String> kept;
        try (HttpConnection connection = HttpConnection.to(uri)) {
            kept = connection
                    .exchange(HttpConnection.get(uri, "/holdings"))
                    .text()
                    .lines()
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        if (!kept.equals(wanted)) {
            wanted.removeAll(kept);
            throw new IllegalStateException(
                    "Kafka Streams has %,d holdings, of %,d expected %,d are missing, such as %s"
                            .formatted(
                                    kept.size(),
                                    expected.size(),
                                    wanted.size(),
                                    wanted.stream().findFirst().orElse("none")));
        }
    }

    /** Ends it, and removes what it has kept in the broker. */
    @Override
    public void close() {
        program.stop();
        List<String> topics = joined(site.admin().listTopics().names()).stream()
                .filter(topic -> topic.startsWith(id + "-"))
                .toList();
        joined(site.admin().deleteTopics(topics).all());
    }
}
