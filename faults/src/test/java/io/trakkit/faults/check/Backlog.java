package io.trakkit.faults.check;

import io.trakkit.faults.site.Database;
import io.trakkit.wire.event.Topics;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** What is in the log and not yet in the database; asked past the apps and their proxies. */
public final class Backlog implements AutoCloseable {

    private static final String GROUP = "summary-worker";

    private final Admin kafka;
    private final Database database;

    public Backlog(String bootstrapServers, Database database) {
        kafka = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
        this.database = database;
    }

    /** Where each partition ends now. */
    public Map<Integer, Long> ends() {
        Map<TopicPartition, OffsetSpec> wanted = IntStream.range(0, Topics.PARTITIONS)
                .boxed()
                .collect(Collectors.toMap(
                        partition -> new TopicPartition(Topics.TRADES, partition), _ -> OffsetSpec.latest()));
        return answered(kafka.listOffsets(wanted).all()).entrySet().stream()
                .collect(Collectors.toMap(
                        end -> end.getKey().partition(), end -> end.getValue().offset()));
    }

    /** How many records before these ends are not applied yet. */
    public long before(Map<Integer, Long> ends) {
        Map<Integer, Long> applied = applied();
        return ends.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - applied.getOrDefault(end.getKey(), 0L)))
                .sum();
    }

    private Map<Integer, Long> applied() {
        return ofPartitions("next_offset");
    }

    /** The epoch of whoever took over partitions last. */
    public long newestEpoch() {
        return ofPartitions("owner_epoch").values().stream()
                .mapToLong(epoch -> epoch)
                .max()
                .orElse(0);
    }

    /** How many partitions were taken over after that. */
    public long takenOverSince(long epoch) {
        return ofPartitions("owner_epoch").values().stream()
                .filter(owner -> owner > epoch)
                .count();
    }

    private Map<Integer, Long> ofPartitions(String column) {
        String sql = """
                SELECT partition, %s
                FROM progress JOIN generations USING (generation)
                WHERE state = 'live'
                """.formatted(column);
        Map<Integer, Long> values = new HashMap<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.put(rows.getInt(1), rows.getLong(2));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL does not answer the suite itself", e);
        }
    }

    /** How many consumers of a worker share the log. */
    public long members(String worker) {
        return group().members().stream()
                .filter(member -> member.clientId().startsWith(worker + "-"))
                .count();
    }

    /** How many partitions the consumers of a worker have. */
    public long share(String worker) {
        return group().members().stream()
                .filter(member -> member.clientId().startsWith(worker + "-"))
                .mapToLong(member -> member.assignment().topicPartitions().size())
                .sum();
    }

    /** Whether the group has shared out the whole log, to each of its members a part. */
    public boolean isSharedOut() {
        ConsumerGroupDescription group = group();
        List<Integer> shares = group.members().stream()
                .map(member -> member.assignment().topicPartitions().size())
                .toList();
        return group.groupState() == GroupState.STABLE
                && shares.stream().mapToInt(share -> share).sum() == Topics.PARTITIONS
                && !shares.contains(0);
    }

    private ConsumerGroupDescription group() {
        return answered(kafka.describeConsumerGroups(List.of(GROUP)).all())
                .values()
                .iterator()
                .next();
    }

    private static <T> T answered(KafkaFuture<T> answer) {
        try {
            return answer.get(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Kafka does not answer the suite itself", e);
        }
    }

    @Override
    public void close() {
        kafka.close();
    }
}
