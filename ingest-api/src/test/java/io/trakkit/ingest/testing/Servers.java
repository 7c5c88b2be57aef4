package io.trakkit.ingest.testing;

import io.trakkit.store.testing.TestDatabase;
import java.util.Map;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** The servers that most tests share, started when the first asks and stopped with the JVM. */
public final class Servers {

    private Servers() {}

    /** A broker without topics: ingest-api makes its own. */
    public static String kafka() {
        return SharedBroker.BROKER.getBrokersAsString();
    }

    public static TestDatabase database() {
        return SharedDatabase.DATABASE;
    }

    /** A broker of a test's own, to be {@linkplain EmbeddedKafkaKraftBroker#destroy() destroyed}. */
    public static EmbeddedKafkaKraftBroker startBroker() {
        EmbeddedKafkaKraftBroker broker = new EmbeddedKafkaKraftBroker(1, 1);
        broker.brokerProperties(Map.of(
                "transaction.state.log.replication.factor",
                "1",
                "transaction.state.log.min.isr",
                "1",
                // A transaction that was left behind is soon aborted.
                "transaction.abort.timed.out.transaction.cleanup.interval.ms",
                "200"));
        broker.afterPropertiesSet();
        return broker;
    }

    private static final class SharedBroker {
        static final EmbeddedKafkaKraftBroker BROKER = startBroker();
    }

    private static final class SharedDatabase {
        static final TestDatabase DATABASE = TestDatabase.create();
    }
}
