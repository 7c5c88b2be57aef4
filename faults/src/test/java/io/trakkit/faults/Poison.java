package io.trakkit.faults;

import io.trakkit.faults.check.Origin;
import io.trakkit.faults.load.Portfolio;
import io.trakkit.log.LogPartitioner;
import io.trakkit.wire.event.Topics;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Records that can never be applied, of every kind. */
final class Poison {

    private static final int OTHER_PARTITION = 5;
    private final RandomGenerator random;
    private final Portfolio portfolio;

    Poison(RandomGenerator random, Portfolio portfolio) {
        this.random = random;
        this.portfolio = portfolio;
    }

    /** A record, and the reason for which it must be refused. */
    record Refused(ProducerRecord<byte[], byte[]> record, String reason) {

        Origin at(long offset) {
            return new Origin(record.partition(), offset);
        }
    }

    Refused next() {
        return switch (random.nextInt(11)) {
            case 0 -> inPlace(null, "malformed");
            case 1 -> inPlace("no JSON at all {", "malformed");
            case 2 -> inPlace("{\"type\": \"trade_created\", \"type\": \"trade_created\"}", "malformed");
            case 3 -> inPlace("x".repeat(random.nextInt(8) == 0 ? 1_900_000 : 3), "malformed");
            case 4 -> inPlace("{}", "invalid");
            case 5 -> inPlace(trade("trade_created", portfolio, "1e2000000000"), "invalid");
            case 6 -> inPlace(trade("trade_of_the_day", portfolio, "1"), "unknown_type");
            case 7 -> record("1:COLD", trade("trade_created", portfolio, "1"), "wrong_key");
            case 8 -> misplaced(trade("trade_created", portfolio, "1"));
            case 9 ->
                inPlace(
                        trade("trade_created", new Portfolio(portfolio.id(), "somebody else"), "1"),
                        "foreign_portfolio");
            default -> {
                Portfolio absent = new Portfolio(99_999, portfolio.user());
                yield record("99999:HOT", trade("trade_created", absent, "1"), "unknown_portfolio");
            }
        };
    }

    private String trade(String type, Portfolio of, String volume) {
        UUID id = new UUID(random.nextLong(), random.nextLong());
        return """
                {"event_id": "%s", "type": "%s", "client_id": "default", "occurred_at": "2026-03-01T09:15:00Z",
                 "trade": {"ref_id": "poison-%s", "user_id": "%s", "portfolio": %d, "trade_type": 1,
                      "security_type": "stock", "ticker": "HOT", "volume": %s, "amount": "12.5", "status": "success",
                      "executed_at": "2026-03-01T09:15:00Z"}}""".formatted(id, type, id, of.user(), of.id(), volume);
    }

    private Refused inPlace(@Nullable String value, String reason) {
        return record(portfolio.id() + ":HOT", value, reason);
    }

    private Refused misplaced(String value) {
        byte[] key = bytes(portfolio.id() + ":HOT");
        int partition = (LogPartitioner.partitionOf(key, Topics.PARTITIONS) + OTHER_PARTITION) % Topics.PARTITIONS;
        return new Refused(new ProducerRecord<>(Topics.TRADES, partition, key, bytes(value)), "wrong_partition");
    }

    private static Refused record(String key, @Nullable String value, String reason) {
        byte[] bytes = bytes(key);
        int partition = LogPartitioner.partitionOf(bytes, Topics.PARTITIONS);
        byte[] payload = value == null ? null : bytes(value);
        return new Refused(new ProducerRecord<>(Topics.TRADES, partition, bytes, payload), reason);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
