package io.trakkit.feed.source.kafka;

import io.trakkit.domain.InvalidValueException;
import io.trakkit.domain.Quote;
import io.trakkit.domain.Ticker;
import io.trakkit.feed.source.Polled;
import io.trakkit.feed.source.PriceSource;
import io.trakkit.feed.source.SourceException;
import io.trakkit.wire.event.QuoteCodec;
import io.trakkit.wire.event.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Prices from the topic {@value Topics#PRICES}, read from its beginning when the source is first asked: it is compacted, so
 * that it is no longer than there are tickers. What was read is remembered, for a ticker that nobody held then. No group,
 * no offsets kept: the quotes' own times say what is new.
 */
public final class KafkaSource implements PriceSource {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ONE_POLL = Duration.ofMillis(100);

    /** A run ends there even if records come in faster than they are read; the next one goes on. */
    private static final Duration LONGEST_RUN = Duration.ofSeconds(30);

    private static final int MOST_FAULTS = 1_000;

    private final Map<String, Object> config;
    private final QuoteCodec codec = new QuoteCodec();
    private final Map<Ticker, Quote> latest = new HashMap<>();
    private final Map<Ticker, Instant> taken = new HashMap<>();
    private @Nullable KafkaConsumer<byte[], byte[]> consumer;

    /** @param config where the cluster is and how to speak to it */
    public KafkaSource(Map<String, Object> config) {
        this.config = new HashMap<>(config);
        this.config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        this.config.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        this.config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        this.config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        this.config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
        this.config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
    }

    @Override
    public Polled poll(Set<Ticker> tickers) {
        List<String> faults = new ArrayList<>();
        try {
            readToTheEnd(consumer(), faults);
        } catch (KafkaException e) {
            throw new SourceException(
                    "Kafka does not say what is in %s: %s".formatted(Topics.PRICES, e.getMessage()), e);
        }
        Map<Ticker, Instant> times = new HashMap<>();
        List<Quote> quotes = new ArrayList<>();
        for (Ticker ticker : tickers) {
            Quote quote = latest.get(ticker);
            if (quote != null && !quote.time().equals(taken.get(ticker))) {
                quotes.add(quote);
                times.put(ticker, quote.time());
            }
        }
        return new Polled(quotes, faults, () -> taken.putAll(times));
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        if (consumer == null) {
            KafkaConsumer<byte[], byte[]> opened =
                    new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            try {
                List<TopicPartition> partitions = opened.partitionsFor(Topics.PRICES).stream()
                        .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                        .toList();
                if (partitions.isEmpty()) {
                    throw new SourceException("There is no topic " + Topics.PRICES + " to read prices from");
                }
                opened.assign(partitions);
                opened.seekToBeginning(partitions);
                consumer = opened;
            } catch (RuntimeException e) {
                opened.close();
                throw e;
            }
        }
        return consumer;
    }

    private void readToTheEnd(KafkaConsumer<byte[], byte[]> opened, List<String> faults) {
        Map<TopicPartition, Long> ends = opened.endOffsets(opened.assignment());
        long limit = System.nanoTime() + LONGEST_RUN.toNanos();
        while (System.nanoTime() - limit < 0
                && ends.entrySet().stream().anyMatch(end -> opened.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> published : opened.poll(ONE_POLL)) {
                read(published, faults);
            }
        }
    }

    private void read(ConsumerRecord<byte[], byte[]> published, List<String> faults) {
        try {
            byte @Nullable [] key = published.key();
            if (key == null) {
                throw new InvalidValueException("has no key, which is to be its ticker");
            }
            Ticker ticker = new Ticker(new String(key, StandardCharsets.UTF_8));
            byte @Nullable [] value = published.value();
            if (value == null) {
                // Deleted: nobody says any more what it costs. What is known grows stale by itself.
                latest.remove(ticker);
                return;
            }
            latest.merge(
                    ticker,
                    codec.decode(ticker, value),
                    (known, read) -> read.time().isBefore(known.time()) ? known : read);
        } catch (InvalidValueException e) {
            if (faults.size() < MOST_FAULTS) {
                faults.add("%s, partition %d, offset %d: %s"
                        .formatted(Topics.PRICES, published.partition(), published.offset(), e.getMessage()));
            }
        }
    }

    @Override
    public void close() {
        if (consumer != null) {
            consumer.close();
            consumer = null;
        }
    }
}
