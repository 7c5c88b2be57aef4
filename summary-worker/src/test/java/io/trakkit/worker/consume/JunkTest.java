package io.trakkit.worker.consume;

import static io.trakkit.domain.deadletter.DeadLetterReason.EVENT_ID_CONFLICT;
import static io.trakkit.domain.deadletter.DeadLetterReason.FOREIGN_PORTFOLIO;
import static io.trakkit.domain.deadletter.DeadLetterReason.INVALID;
import static io.trakkit.domain.deadletter.DeadLetterReason.MALFORMED;
import static io.trakkit.domain.deadletter.DeadLetterReason.REF_ID_CONFLICT;
import static io.trakkit.domain.deadletter.DeadLetterReason.UNKNOWN_PORTFOLIO;
import static io.trakkit.domain.deadletter.DeadLetterReason.UNKNOWN_TRADE;
import static io.trakkit.domain.deadletter.DeadLetterReason.UNKNOWN_TYPE;
import static io.trakkit.domain.deadletter.DeadLetterReason.WRONG_KEY;
import static io.trakkit.domain.deadletter.DeadLetterReason.WRONG_PARTITION;
import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.log.LogPartitioner;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.wire.event.DeadLetterHeaders;
import io.trakkit.wire.event.Topics;
import io.trakkit.wire.event.TradeEventCodec;
import io.trakkit.worker.testing.Events;
import io.trakkit.worker.testing.ReadModel;
import io.trakkit.worker.testing.RunningWorker;
import io.trakkit.worker.testing.TestKafka;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever brokers put on the topic: each becomes one dead letter, and the trades before and after it are applied. */
class JunkTest {

    private static final TradeEventCodec CODEC = new TradeEventCodec();
    private static final int AMZN = partition("1:AMZN");

    private final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    private final Map<Integer, DeadLetterReason> reasons = new LinkedHashMap<>();

    @Test
    void eachBecomesOneDeadLetterAndItsNeighboursAreApplied() {
        junk();
        TestKafka.emptyTopics();
        try (TestDatabase database = TestDatabase.create()) {
            Events.insertPortfolio(database);
            Events.insertPortfolio(database, 2, "u-2");
            try (RunningWorker worker = RunningWorker.start(database)) {
                records.forEach(TestKafka::publish);

                patiently()
                        .untilAsserted(() ->
                                assertThat(TestKafka.read(Topics.DEAD_LETTERS)).hasSize(reasons.size()));
                ReadModel readModel = new ReadModel(database);
                patiently()
                        .untilAsserted(() -> assertThat(readModel.trades()).hasSize(records.size() - reasons.size()));
                assertThat(readModel.deadLetters()).hasSize(reasons.size());
                worker.awaitUp();
            }
        }
        TestKafka.read(Topics.DEAD_LETTERS).forEach(this::isAsItWas);
    }

    private void junk() {
        TradeEvent.Created first = good();
        bad(MALFORMED, "not json");
        bad(MALFORMED, "[]");
        bad(MALFORMED, "");
        bad(MALFORMED, " ".repeat(1_000_000));
        bad(MALFORMED, "[".repeat(5_000));
        bad(MALFORMED, json(first).replaceFirst("\\{", "{\"type\":\"trade_created\","));
        bad(MALFORMED, new ProducerRecord<>(Topics.TRADES, key("1:AMZN"), null));
        byte[] invalidUtf8 = json(first).getBytes(StandardCharsets.UTF_8);
        invalidUtf8[invalidUtf8.length / 2] = (byte) 0xc3;
        bad(MALFORMED, record("1:AMZN", invalidUtf8));
        good();
        bad(INVALID, json(first).replace("\"volume\":1", "\"volume\":true"));
        bad(INVALID, json(first).replace("\"volume\":1", "\"volume\":1e2000000000"));
        bad(INVALID, json(first).replace("\"u-1\"", "\"u\\u0000-1\""));
        bad(INVALID, json(first).replace("\"u-1\"", "\"\\ud800\""));
        bad(UNKNOWN_TYPE, json(first).replace("\"trade_created\"", "\"trade_imagined\""));
        good();
        bad(UNKNOWN_PORTFOLIO, record("99:AMZN", json(first).replace("\"portfolio\":1", "\"portfolio\":99")));
        bad(FOREIGN_PORTFOLIO, record("2:AMZN", json(first).replace("\"portfolio\":1", "\"portfolio\":2")));
        bad(WRONG_KEY, record("1:IBM", json(first)));
        bad(WRONG_KEY, new ProducerRecord<>(Topics.TRADES, AMZN, null, bytes(first)));
        bad(WRONG_PARTITION, new ProducerRecord<>(Topics.TRADES, (AMZN + 1) % 12, key("1:AMZN"), bytes(first)));
        bad(EVENT_ID_CONFLICT, json(first).replace("\"amount\":\"1\"", "\"amount\":\"2\""));
        bad(REF_ID_CONFLICT, json(Events.buy(first.trade().refId().value(), "AMZN", "7", "1", "09:00:00")));
        bad(UNKNOWN_TRADE, json(Events.amend(Events.buy("never-sent", "AMZN", "1", "1", "09:00:00"), "2")));
        good();
        bad(MALFORMED, new ProducerRecord<>(Topics.TRADES, AMZN, 0L, key("1:AMZN"), key("at the beginning of time")));
        bad(MALFORMED, new ProducerRecord<>(Topics.TRADES, AMZN, Long.MAX_VALUE, key("1:AMZN"), key("at its end")));
        ProducerRecord<byte[], byte[]> oddHeaders = record("1:AMZN", key("with odd headers"));
        oddHeaders
                .headers()
                .add("", null)
                .add("twice", key("1"))
                .add("twice", new byte[0])
                .add("ünü\u0000 \n", null);
        bad(MALFORMED, oddHeaders);
        good();
    }

    /** A trade that counts. */
    private TradeEvent.Created good() {
        TradeEvent.Created trade = Events.buy("good-" + records.size(), "AMZN", "1", "1", "09:00:00");
        records.add(record("1:AMZN", bytes(trade)));
        return trade;
    }

    private void bad(DeadLetterReason reason, String value) {
        bad(reason, record("1:AMZN", value));
    }

    private void bad(DeadLetterReason reason, ProducerRecord<byte[], byte[]> record) {
        reasons.put(records.size(), reason);
        // By this header the test finds it again, in whatever partition it is.
        record.headers().add("number", Integer.toString(records.size()).getBytes(StandardCharsets.UTF_8));
        records.add(record);
    }

    private void isAsItWas(ConsumerRecord<byte[], byte[]> letter) {
        int number = Integer.parseInt(text(letter, "number"));
        ProducerRecord<byte[], byte[]> sent = records.get(number);
        DeadLetterReason reason = Objects.requireNonNull(reasons.get(number));
        String name = number + " " + text(letter, DeadLetterHeaders.DETAIL);
        assertThat(text(letter, DeadLetterHeaders.REASON)).as(name).isEqualTo(reason.wireName());
        assertThat(letter.value()).as(name).isEqualTo(sent.value());
        assertThat(letter.key()).as(name).isEqualTo(sent.key());
        assertThat(headers(letter.headers().toArray()))
                .as(name)
                .startsWith(headers(sent.headers().toArray()));
        assertThat(text(letter, DeadLetterHeaders.ORIGIN_TOPIC)).isEqualTo(Topics.TRADES);
        assertThat(text(letter, DeadLetterHeaders.ORIGIN_TOPIC_ID))
                .isEqualTo(TestKafka.topicId(Topics.TRADES).toString());
        assertThat(text(letter, DeadLetterHeaders.ORIGIN_PARTITION)).isEqualTo(Integer.toString(letter.partition()));
    }

    private static String[] headers(Header[] headers) {
        return Arrays.stream(headers)
                .map(header -> header.key() + "=" + Arrays.toString(header.value()))
                .toArray(String[]::new);
    }

    private static String text(ConsumerRecord<byte[], byte[]> letter, String header) {
        return new String(letter.headers().lastHeader(header).value(), StandardCharsets.UTF_8);
    }

    private static ProducerRecord<byte[], byte[]> record(String key, String value) {
        return record(key, value.getBytes(StandardCharsets.UTF_8));
    }

    private static ProducerRecord<byte[], byte[]> record(String key, byte @Nullable [] value) {
        return new ProducerRecord<>(Topics.TRADES, key(key), value);
    }

    private static byte[] key(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(TradeEvent event) {
        return CODEC.encode(event);
    }

    private static String json(TradeEvent event) {
        return new String(bytes(event), StandardCharsets.UTF_8);
    }

    private static int partition(String key) {
        return LogPartitioner.partitionOf(key(key), Topics.PARTITIONS);
    }
}
