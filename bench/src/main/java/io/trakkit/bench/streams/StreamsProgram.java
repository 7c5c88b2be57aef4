package io.trakkit.bench.streams;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.trade.Trade;
import io.trakkit.testing.FreePorts;
import io.trakkit.wire.event.Decoded;
import io.trakkit.wire.event.Topics;
import io.trakkit.wire.event.TradeEventCodec;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Average cost by key, kept by Kafka Streams in RocksDB and in a topic, exactly once, and answered from there by HTTP. Ends with
 * who started it.
 */
public final class StreamsProgram {

    private static final String STORE = "holdings";
    private static final Pattern ASKED = Pattern.compile("portfolio_id=(\\d+)&ticker=([^&]+)");

    /** More readers than cores are no faster. */
    private static final int READERS = 16;

    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final KafkaStreams streams;

    private StreamsProgram(KafkaStreams streams) {
        this.streams = streams;
    }

    /** @param arguments the brokers, the id of the application, its folder, its port, its commit interval and its threads */
    public static void main(String[] arguments) throws IOException {
        Properties settings = settings(arguments[0], arguments[1], arguments[2]);
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, Long.parseLong(arguments[4]));
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, Integer.parseInt(arguments[5]));
        KafkaStreams streams = new KafkaStreams(topology(), settings);
        streams.setStateListener((now, _) -> {
            if (now == KafkaStreams.State.ERROR) {
                // The log tells why.
                Runtime.getRuntime().halt(1);
            }
        });
        Runtime.getRuntime().addShutdownHook(new Thread(streams::close));
        streams.start();
        new StreamsProgram(streams).serve(Integer.parseInt(arguments[3]));
        while (System.in.read() >= 0) {
            // No input is expected; its end means that the parent process has ended.
        }
        Runtime.getRuntime().halt(0);
    }

    private static Properties settings(String brokers, String id, String folder) {
        Properties settings = new Properties();
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, id);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, folder);
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
        // Holds all keys: what is written to RocksDB is written when it is committed.
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 64L * 1024 * 1024);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 4_000);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), 4 * 1024 * 1024);
        return settings;
    }

    private static Topology topology() {
        TradeEventCodec codec = new TradeEventCodec();
        Serde<String> keys = Serdes.String();
        Serde<byte[]> events = Serdes.ByteArray();
        StreamsBuilder builder = new StreamsBuilder();
        var _ = builder.stream(Topics.TRADES, Consumed.with(keys, events))
                .groupByKey(Grouped.with(keys, events))
                .aggregate(
                        () -> Holding.NONE,
                        (_, event, holding) -> holding.after(trade(codec, event)),
                        Materialized.<String, Holding, KeyValueStore<Bytes, byte[]>>as(STORE)
                                .withKeySerde(keys)
                                .withValueSerde(HoldingSerde.create()));
        return builder.build();
    }

    private static Trade trade(TradeEventCodec codec, byte[] bytes) {
        if (codec.decode(bytes) instanceof Decoded.Event(TradeEvent.Created created)) {
            return created.trade();
        }
        throw new IllegalStateException("Not a trade: " + new String(bytes, StandardCharsets.UTF_8));
    }

    private void serve(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral(FreePorts.HOST), port), 200);
        server.setExecutor(Executors.newFixedThreadPool(READERS));
        server.createContext("/ready", this::ready);
        server.createContext("/api/v1/portfolio-summary/", this::summary);
        server.createContext("/holdings", this::holdings);
        server.start();
    }

    private ReadOnlyKeyValueStore<String, Holding> store() {
        return streams.store(StoreQueryParameters.fromNameAndType(STORE, QueryableStoreTypes.keyValueStore()));
    }

    private void ready(HttpExchange exchange) throws IOException {
        answer(exchange, streams.state() == KafkaStreams.State.RUNNING ? OK : UNAVAILABLE, "{}");
    }

    private void summary(HttpExchange exchange) throws IOException {
        Matcher asked = ASKED.matcher(exchange.getRequestURI().getRawQuery());
        Holding holding = asked.find() ? store().get(asked.group(1) + ":" + asked.group(2)) : null;
        String body = holding == null
                ? "{}"
                : "{\"version\":%d,\"held\":\"%s\",\"cost\":\"%s\",\"realised\":\"%s\"}"
                        .formatted(
                                holding.trades(),
                                holding.held().toPlainString(),
                                holding.cost().toPlainString(),
                                holding.realised().toPlainString());
        answer(exchange, OK, body);
    }

    /** All of them, a line each. */
    private void holdings(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(OK, 0);
        try (OutputStream body = exchange.getResponseBody();
                KeyValueIterator<String, Holding> all = store().all()) {
            while (all.hasNext()) {
                KeyValue<String, Holding> entry = all.next();
                body.write((entry.key + " " + entry.value + "\n").getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
