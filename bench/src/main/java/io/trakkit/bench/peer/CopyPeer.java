package io.trakkit.bench.peer;

import io.trakkit.bench.log.LogReader;
import io.trakkit.bench.log.Topic;
import io.trakkit.bench.site.Site;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.Trade;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/**
 * The limit: the rows that the worker writes go into the same tables, constraints and indexes by COPY, from the same topic,
 * decoded by as many threads. Each row is written once and none is read: nothing is claimed, locked, folded or updated, and
 * a summary holds what the first trades of its key say.
 */
public final class CopyPeer {

    /** More rows in a transaction are no faster. */
    private static final int ROWS = 10_000;

    private final Site site;
    private final UUID topicId;
    private final String database;
    private final int rows;

    private CopyPeer(Site site, UUID topicId, String database, int rows) {
        this.site = site;
        this.topicId = topicId;
        this.database = database;
        this.rows = rows;
    }

    /** Starts to copy the topic into a database. */
    public static Crew start(Site site, Topic topic, String database, int threads) throws Exception {
        Map<TopicPartition, Long> ends = topic.ends();
        long total = ends.values().stream().mapToLong(Long::longValue).sum();
        // Small samples are copied in small pieces too, so that there is something to watch.
        int rows = Math.clamp(total / 100, 100, ROWS);
        CopyPeer peer = new CopyPeer(site, topic.id(), database, rows);
        Crew crew = new Crew();
        for (int i = 0; i < threads; i++) {
            int thread = i;
            List<TopicPartition> partitions = IntStream.range(
                            0, Topic.partitions().size())
                    .filter(partition -> partition % threads == thread)
                    .mapToObj(Topic.partitions()::get)
                    .toList();
            crew.add(done -> peer.copy(partitions, ends, done));
        }
        return crew;
    }

    private void copy(List<TopicPartition> partitions, Map<TopicPartition, Long> ends, AtomicLong done)
            throws SQLException, IOException {
        Map<PositionKey, Long> sequences = new HashMap<>();
        try (Connection connection = site.databases().connect(database);
                LogReader reader = new LogReader(site.bootstrapServers(), partitions, ends, rows)) {
            connection.setAutoCommit(false);
            List<LogReader.Item> gathered = new ArrayList<>();
            List<LogReader.Item> read = reader.read();
            while (!read.isEmpty()) {
                gathered.addAll(read);
                read = reader.read();
                if (gathered.size() >= rows || read.isEmpty()) {
                    write(connection, gathered, sequences);
                    done.addAndGet(gathered.size());
                    gathered.clear();
                }
            }
        }
    }

    private void write(Connection connection, List<LogReader.Item> items, Map<PositionKey, Long> sequences)
            throws SQLException, IOException {
        summaries(connection, items, sequences);
        try (CopyRows copy = new CopyRows(
                connection,
                "events",
                "client_id",
                "generation",
                "event_id",
                "type",
                "portfolio_id",
                "ticker",
                "ref_id",
                "fingerprint",
                "occurred_at",
                "topic_id",
                "partition",
                "log_offset",
                "payload")) {
            for (LogReader.Item item : items) {
                event(copy, item);
            }
        }
        try (CopyRows copy = new CopyRows(
                connection,
                "trades",
                "client_id",
                "generation",
                "ref_id",
                "portfolio_id",
                "ticker",
                "sequence",
                "user_id",
                "side",
                "security_type",
                "volume",
                "price",
                "status",
                "executed_at",
                "state",
                "version",
                "fingerprint",
                "created_at",
                "updated_at",
                "fee",
                "currency",
                "fx_rate")) {
            for (LogReader.Item item : items) {
                trade(copy, item.event(), sequences.merge(item.event().key(), 1L, Long::sum));
            }
        }
        connection.commit();
    }

    /** Those of keys that have none; no other thread has their partition. */
    private static void summaries(Connection connection, List<LogReader.Item> items, Map<PositionKey, Long> sequences)
            throws SQLException, IOException {
        try (CopyRows copy = new CopyRows(
                connection,
                "summaries",
                "client_id",
                "generation",
                "portfolio_id",
                "ticker",
                "held",
                "cost",
                "fees",
                "realised",
                "local_currency",
                "local_cost",
                "local_realised",
                "last_price",
                "last_traded_at",
                "last_currency",
                "last_fx_rate",
                "last_executed_at",
                "last_sequence",
                "since_checkpoint",
                "trades",
                "version",
                "updated_at")) {
            for (LogReader.Item item : items) {
                if (sequences.putIfAbsent(item.event().key(), 0L) == null) {
                    summary(copy, item.event());
                }
            }
        }
    }

    private static void summary(CopyRows copy, TradeEvent.Created event) throws IOException {
        Trade trade = event.trade();
        copy.row().text(event.client()).int4(1).int8(trade.portfolio().value()).text(trade.ticker());
        Conversion conversion = trade.conversion().orElseThrow();
        BigDecimal rate = conversion.rate().value();
        BigDecimal fees = trade.charges().total();
        BigDecimal cost = trade.price().value().multiply(trade.volume().value()).add(fees);
        copy.numeric(trade.volume().value()).numeric(cost.multiply(rate)).numeric(fees.multiply(rate));
        copy.numeric(BigDecimal.ZERO).text(conversion.currency()).numeric(cost).numeric(BigDecimal.ZERO);
        copy.numeric(trade.price().value())
                .time(trade.executedAt())
                .text(conversion.currency())
                .numeric(rate);
        copy.time(trade.executedAt()).int8(1).int4(1).int8(1).int8(1).time(event.occurredAt());
    }

    private void event(CopyRows copy, LogReader.Item item) throws IOException {
        TradeEvent.Created event = item.event();
        Trade trade = event.trade();
        copy.row()
                .text(event.client())
                .int4(1)
                .uuid(event.eventId())
                .text(event.type().wireName());
        copy.int8(trade.portfolio().value()).text(trade.ticker()).text(trade.refId());
        copy.uuid(event.fingerprint().value()).time(event.occurredAt()).uuid(topicId);
        copy.int4(item.partition()).int8(item.offset()).bytes(item.payload());
    }

    private static void trade(CopyRows copy, TradeEvent.Created event, long sequence) throws IOException {
        Trade trade = event.trade();
        copy.row().text(event.client()).int4(1).text(trade.refId());
        copy.int8(trade.portfolio().value()).text(trade.ticker()).int8(sequence).text(trade.user());
        copy.int2(trade.side().code()).text(trade.securityType().wireName());
        copy.numeric(trade.volume().value()).numeric(trade.price().value());
        copy.text(trade.status().wireName())
                .time(trade.executedAt())
                .text("applied")
                .int8(1);
        copy.uuid(event.fingerprint().value()).time(event.occurredAt()).time(event.occurredAt());
        Conversion conversion = trade.conversion().orElseThrow();
        copy.numeric(trade.charges().fee().value())
                .text(conversion.currency())
                .numeric(conversion.rate().value());
    }
}
