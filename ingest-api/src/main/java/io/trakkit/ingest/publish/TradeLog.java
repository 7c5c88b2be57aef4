package io.trakkit.ingest.publish;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.ingest.request.TraceParent;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.log.LogPosition;
import io.trakkit.wire.event.Topics;
import io.trakkit.wire.event.TradeEventCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Publishes events of trades. */
public final class TradeLog {

    /** How many events are in flight at once. */
    private static final int BATCH = 100;

    private final Publisher publisher;
    private final TopicWatch topics;
    private final LogIds ids;
    private final PublishTraces traces;
    private final TradeEventCodec codec = new TradeEventCodec();

    TradeLog(Publisher publisher, TopicWatch topics, LogIds ids, PublishTraces traces) {
        this.publisher = publisher;
        this.topics = topics;
        this.ids = ids;
        this.traces = traces;
    }

    /**
     * Publishes an event and waits for its acknowledgement.
     *
     * @return its position in the log
     * @throws LogUnavailableException if it was not acknowledged in time; it may have been written nevertheless
     */
    public LogPosition publish(TradeEvent event, TraceParent trace) {
        return traces.publish(
                trace,
                1,
                context -> position(
                        publisher.publish(List.of(record(event, context))).getFirst()));
    }

    private LogPosition position(RecordMetadata written) {
        return new LogPartition(logId(), written.partition()).at(written.offset());
    }

    /**
     * Publishes events in batches, and waits until all are acknowledged.
     *
     * @param turn called for each event before it is published, and may wait; what it throws ends the call
     * @return their positions in the log, in the order of the events
     * @throws LogUnavailableException if one of them was not acknowledged in time; any may have been written nevertheless
     */
    public List<LogPosition> publishAll(List<? extends TradeEvent> events, TraceParent trace, Runnable turn) {
        return traces.publish(trace, events.size(), context -> published(events, context, turn));
    }

    private List<LogPosition> published(List<? extends TradeEvent> events, TraceParent context, Runnable turn) {
        List<LogPosition> positions = new ArrayList<>();
        for (int from = 0; from < events.size(); from += BATCH) {
            List<? extends TradeEvent> batch = events.subList(from, Math.min(events.size(), from + BATCH));
            batch.forEach(_ -> turn.run());
            publisher
                    .publish(batch.stream().map(event -> record(event, context)).toList())
                    .forEach(written -> positions.add(position(written)));
        }
        return positions;
    }

    private ProducerRecord<byte[], byte[]> record(TradeEvent event, TraceParent trace) {
        byte[] key = event.key().logKey().getBytes(StandardCharsets.US_ASCII);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(Topics.TRADES, key, codec.encode(event));
        record.headers().add(TraceParent.HEADER, trace.bytes());
        return record;
    }

    private UUID logId() {
        if (topics.state() instanceof TopicWatch.State.Right(UUID tradesId)) {
            return ids.logOf(tradesId);
        }
        throw new LogUnavailableException("The topics have changed meanwhile", null);
    }
}
