package io.trakkit.bench.peer;

import io.trakkit.bench.log.LogReader;
import io.trakkit.bench.log.Topic;
import io.trakkit.bench.site.Site;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;

/**
 * The plain way: a listener that applies each record in a transaction of its own, under SELECT … FOR UPDATE. Tuned as it
 * would be where it has to be fast: records are polled many at a time and shared out by key among eight lanes, each with a
 * connection, so that PostgreSQL puts eight commits into one flush; three round trips for a trade.
 */
public final class PlainPeer {

    /** On two cores more are no faster. */
    public static final int CONNECTIONS = 8;

    private static final int POLLED = 4_000;

    private PlainPeer() {}

    /** Applies a topic to a database, one trade after the other, until all are done or the measurement ends. */
    public static Crew start(Site site, Topic topic, String database) throws Exception {
        Map<TopicPartition, Long> ends = topic.ends();
        Crew crew = new Crew();
        crew.add(done -> listen(
                site,
                topic,
                database,
                new LogReader(site.bootstrapServers(), Topic.partitions(), ends, POLLED),
                crew,
                done));
        return crew;
    }

    /** Applies what comes to a topic, until the measurement ends. */
    public static Crew startLive(Site site, Topic topic, String database) {
        Crew crew = new Crew();
        crew.add(done -> listen(
                site,
                topic,
                database,
                LogReader.live(site.bootstrapServers(), Topic.partitions(), POLLED, crew::isDismissed),
                crew,
                done));
        return crew;
    }

    private static void listen(Site site, Topic topic, String database, LogReader log, Crew crew, AtomicLong done)
            throws Exception {
        List<PlainTransactions> lanes = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
                LogReader reader = log) {
            for (int i = 0; i < CONNECTIONS; i++) {
                lanes.add(new PlainTransactions(site.databases().connect(database), topic.id()));
            }
            List<LogReader.Item> items = reader.read();
            while (!items.isEmpty() && !crew.isDismissed()) {
                for (Future<Void> lane : threads.invokeAll(shared(items, lanes, done))) {
                    lane.get();
                }
                items = reader.read();
            }
        } finally {
            for (PlainTransactions lane : lanes) {
                lane.close();
            }
        }
    }

    /** By key, so that the trades of a key stay in order. */
    private static List<Callable<Void>> shared(
            List<LogReader.Item> items, List<PlainTransactions> lanes, AtomicLong done) {
        List<List<LogReader.Item>> shares = new ArrayList<>();
        lanes.forEach(_ -> shares.add(new ArrayList<>()));
        for (LogReader.Item item : items) {
            shares.get(Math.floorMod(item.event().key().logKey().hashCode(), lanes.size()))
                    .add(item);
        }
        List<Callable<Void>> work = new ArrayList<>();
        for (int i = 0; i < lanes.size(); i++) {
            PlainTransactions lane = lanes.get(i);
            List<LogReader.Item> share = shares.get(i);
            work.add(() -> apply(lane, share, done));
        }
        return work;
    }

    @SuppressWarnings("NullAway") // A Callable<Void> has nothing else to return.
    private static Void apply(PlainTransactions lane, List<LogReader.Item> share, AtomicLong done) throws SQLException {
        for (LogReader.Item item : share) {
            lane.apply(item);
            done.incrementAndGet();
        }
        return null;
    }
}
