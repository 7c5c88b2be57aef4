package io.trakkit.feed.source.kafka;

import io.trakkit.domain.price.Quote;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Ticker;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads prices from the topic {@value Topics#PRICES}. The first poll reads it from the beginning: it is compacted, so about
 * one record per ticker is left. The source remembers the quotes of tickers that no portfolio holds yet. It has no group and
 * stores no offsets: the times of the quotes show which are new. A topic that was created again, or has more partitions
 * than before, is read from the beginning again.
 */
public final class KafkaSource implements PriceSource {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ONE_POLL = Duration.ofMillis(100);

    /** Ends a run even if records arrive faster than they are read; the next run continues. */
    private static final Duration LONGEST_RUN = Duration.ofSeconds(30);

    /** Limits the wait for an unavailable Kafka at a stop. */
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(1);

    private static final int MOST_FAULTS = 1_000;

    /** Ends a run, because its quotes are in memory; the next run continues. */
    private static final int MOST_UNDECIDED = 100_000;

    private final Map<String, Object> config;
    private final Map<String, Object> forAdmin;
    private final QuoteCodec codec = new QuoteCodec();
    private final Map<Ticker, Quote> latest = new HashMap<>();
    private final Map<Ticker, Instant> taken = new HashMap<>();

    /** Every quote of the requested tickers, of any time: the history keeps all of them. */
    private final Map<Ticker, Set<Quote>> undecided = new HashMap<>();

    private int undecidedQuotes;
    private Set<Ticker> wanted = Set.of();
    private @Nullable Reading reading;

    /** A topic that is being read. */
    private record Reading(Uuid topic, int partitions, KafkaConsumer<byte[], byte[]> consumer) {}

    /** @param config the connection to the cluster */
    public KafkaSource(Map<String, Object> config) {
        this.config = new HashMap<>(config);
        this.config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        this.config.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        this.config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        this.config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        this.config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
        this.config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
        this.forAdmin = new HashMap<>(this.config);
        this.forAdmin.keySet().removeIf(KafkaSource::isOfConsumersOnly);
    }

    /** An SSL bundle is under a key that no list of settings has. */
    private static boolean isOfConsumersOnly(String setting) {
        return ConsumerConfig.configNames().contains(setting)
                && !AdminClientConfig.configNames().contains(setting);
    }

    @Override
    public Polled poll(Set<Ticker> tickers) {
        wanted = tickers;
        List<String> faults = new ArrayList<>();
        try {
            readToTheEnd(reading().consumer(), faults);
        } catch (KafkaException e) {
            throw new SourceException("Cannot read the topic %s: %s".formatted(Topics.PRICES, e.getMessage()), e);
        }
        Map<Ticker, Instant> times = new HashMap<>();
        Set<Quote> quotes = new LinkedHashSet<>();
        for (Ticker ticker : tickers) {
            quotes.addAll(undecided.getOrDefault(ticker, Set.of()));
            Quote quote = latest.get(ticker);
            if (quote != null && !quote.time().equals(taken.get(ticker))) {
                quotes.add(quote);
                times.put(ticker, quote.time());
            }
        }
        return new Polled(List.copyOf(quotes), faults, this::forgetDecided, () -> taken.putAll(times));
    }

    private void forgetDecided() {
        undecided.clear();
        undecidedQuotes = 0;
    }

    private Reading reading() {
        TopicDescription topic = topic();
        Reading current = reading;
        if (current == null
                || !current.topic().equals(topic.topicId())
                || current.partitions() != topic.partitions().size()) {
            close();
            latest.clear();
            current = new Reading(topic.topicId(), topic.partitions().size(), consumer(topic));
            reading = current;
        }
        return current;
    }

    private TopicDescription topic() {
        Admin admin = Admin.create(forAdmin);
        try {
            return admin.describeTopics(List.of(Topics.PRICES))
                    .topicNameValues()
                    .values()
                    .iterator()
                    .next()
                    .get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new SourceException("The topic " + Topics.PRICES + " does not exist; create it", e);
            }
            throw new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer(TopicDescription topic) {
        KafkaConsumer<byte[], byte[]> opened =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = topic.partitions().stream()
                .map(partition -> new TopicPartition(topic.name(), partition.partition()))
                .toList();
        opened.assign(partitions);
        opened.seekToBeginning(partitions);
        return opened;
    }

    private void readToTheEnd(KafkaConsumer<byte[], byte[]> opened, List<String> faults) {
        Map<TopicPartition, Long> ends = opened.endOffsets(opened.assignment());
        long limit = System.nanoTime() + LONGEST_RUN.toNanos();
        while (System.nanoTime() - limit < 0
                && undecidedQuotes < MOST_UNDECIDED
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
                throw new InvalidValueException("has no key; the key must be the ticker");
            }
            Ticker ticker = new Ticker(new String(key, StandardCharsets.UTF_8));
            byte @Nullable [] value = published.value();
            if (value == null) {
                // A tombstone. The known price stays and becomes stale with time.
                latest.remove(ticker);
                Set<Quote> takenBack = undecided.remove(ticker);
                undecidedQuotes -= takenBack == null ? 0 : takenBack.size();
                return;
            }
            Quote quote = codec.decode(ticker, value);
            latest.merge(ticker, quote, (known, read) -> read.time().isBefore(known.time()) ? known : read);
            if (wanted.contains(ticker)
                    && undecided
                            .computeIfAbsent(ticker, _ -> new LinkedHashSet<>())
                            .add(quote)) {
                undecidedQuotes++;
            }
        } catch (InvalidValueException e) {
            if (faults.size() < MOST_FAULTS) {
                faults.add("%s, partition %d, offset %d: %s"
                        .formatted(Topics.PRICES, published.partition(), published.offset(), e.getMessage()));
            }
        }
    }

    @Override
    public void close() {
        if (reading != null) {
            reading.consumer().close(CloseOptions.timeout(CLOSE_WITHIN));
            reading = null;
        }
    }
}
