package io.trakkit.standalone.embedded;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PostgreSQL, Kafka and Redis on one data folder, which no second process can use as long as they run. */
public final class EmbeddedServers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServers.class);

    private final DataFolder folder;
    private final EmbeddedDatabase database;
    private final EmbeddedKafka kafka;
    private final EmbeddedRedis redis;

    private EmbeddedServers(DataFolder folder, EmbeddedDatabase database, EmbeddedKafka kafka, EmbeddedRedis redis) {
        this.folder = folder;
        this.database = database;
        this.kafka = kafka;
        this.redis = redis;
    }

    /**
     * The options of a start.
     *
     * @param data the folder for all data; created if it does not exist
     * @param fresh whether to delete the data of earlier runs first
     * @param databasePort 0 for a free one
     * @param kafkaPort 0 for a free one
     */
    public record Options(Path data, boolean fresh, int databasePort, int kafkaPort, Durability durability) {

        /** Continues with the data in the folder, on free ports. */
        public static Options on(Path data, Durability durability) {
            return new Options(data, false, 0, 0, durability);
        }
    }

    /**
     * Starts all servers at the same time and waits for them. If one fails, all are stopped.
     *
     * @throws EmbeddedServerException if the folder is in use or not ours, or a server does not start
     */
    public static EmbeddedServers start(Options options) {
        DataFolder folder = DataFolder.open(options.data());
        try {
            if (options.fresh()) {
                EmbeddedDatabase.stopLeftBehind(folder.postgresql());
                EmbeddedRedis.stopLeftBehind(folder.redis());
                folder.clear();
            }
            return startAll(folder, options);
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    /**
     * Stops the PostgreSQL and the Redis of a data folder whose own process was killed.
     *
     * @throws EmbeddedServerException if the folder is in use or not ours
     */
    public static void stopLeftBehind(Path data) {
        try (DataFolder folder = DataFolder.open(data)) {
            EmbeddedDatabase.stopLeftBehind(folder.postgresql());
            EmbeddedRedis.stopLeftBehind(folder.redis());
        }
    }

    private static EmbeddedServers startAll(DataFolder folder, Options options) {
        Future<EmbeddedDatabase> database;
        Future<EmbeddedKafka> kafka;
        Future<EmbeddedRedis> redis;
        // Platform threads: three virtual ones on two processors have deadlocked. Two were pinned while they loaded a
        // class, and waited for the lock of a jar that the third held.
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            database = threads.submit(
                    () -> EmbeddedDatabase.start(folder.postgresql(), options.databasePort(), options.durability()));
            kafka = threads.submit(
                    () -> EmbeddedKafka.start(folder.kafka(), options.kafkaPort(), options.durability()));
            redis = threads.submit(() -> EmbeddedRedis.start(folder.redis()));
        }
        List<Future<? extends AutoCloseable>> all = List.of(database, kafka, redis);
        List<Throwable> failures = all.stream()
                .filter(server -> server.state() == Future.State.FAILED)
                .map(Future::exceptionNow)
                .toList();
        if (!failures.isEmpty()) {
            throw undone(all, failures);
        }
        EmbeddedServers servers =
                new EmbeddedServers(folder, database.resultNow(), kafka.resultNow(), redis.resultNow());
        LOG.info(
                "{}, Kafka at {}, Redis at {}:{}",
                servers.database().jdbcUrl(),
                servers.kafka().bootstrapServers(),
                servers.redis().host(),
                servers.redis().port());
        return servers;
    }

    private static EmbeddedServerException undone(
            List<Future<? extends AutoCloseable>> servers, List<Throwable> failures) {
        String reasons =
                failures.stream().map(Throwable::getMessage).collect(Collectors.joining(System.lineSeparator()));
        EmbeddedServerException failure = new EmbeddedServerException(reasons, failures.getFirst());
        for (Future<? extends AutoCloseable> server : servers) {
            if (server.state() == Future.State.SUCCESS) {
                try {
                    server.resultNow().close();
                } catch (Exception e) {
                    failure.addSuppressed(e);
                }
            }
        }
        return failure;
    }

    public EmbeddedDatabase database() {
        return database;
    }

    public EmbeddedKafka kafka() {
        return kafka;
    }

    public EmbeddedRedis redis() {
        return redis;
    }

    /** Stops Redis, then Kafka, then PostgreSQL, then releases the folder; a failure of one does not keep the next running. */
    @Override
    public void close() {
        try (folder;
                database;
                kafka;
                redis) {
            // Only closes them, in the reverse of this order.
        }
    }
}
