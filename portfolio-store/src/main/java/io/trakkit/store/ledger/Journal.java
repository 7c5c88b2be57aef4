package io.trakkit.store.ledger;

import static io.trakkit.store.postgres.BinaryArray.ElementType.BYTEA;
import static io.trakkit.store.postgres.BinaryArray.ElementType.INT4;
import static io.trakkit.store.postgres.BinaryArray.ElementType.INT8;
import static io.trakkit.store.postgres.BinaryArray.ElementType.TEXT;
import static io.trakkit.store.postgres.BinaryArray.ElementType.TIMESTAMPTZ;
import static io.trakkit.store.postgres.BinaryArray.ElementType.UUID;

import io.trakkit.domain.event.EventType;
import io.trakkit.domain.event.Fingerprint;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.trade.RefId;
import io.trakkit.store.log.LogPosition;
import io.trakkit.store.postgres.BinaryCopy;
import io.trakkit.store.postgres.RoundTrip;
import io.trakkit.store.postgres.Rows;
import io.trakkit.store.postgres.SqlArrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Every accepted event once. Two unique keys filter repeats and conflicts before any fold: the event_id, and the ref_id
 * of creations.
 */
public final class Journal {

    /**
     * Skips events that exist, which COPY, cheaper for many, cannot do. The caller sorts them, so that two transactions with the
     * same ids wait for each other in one order.
     */
    private static final String CLAIM = """
            INSERT INTO events (client_id, generation, event_id, type, portfolio_id, ticker, ref_id, fingerprint,
                                occurred_at, topic_id, partition, log_offset, payload)
            SELECT unnest(:clients), :generation, unnest(:eventIds), unnest(:types), unnest(:portfolios), unnest(:tickers),
                   unnest(:refIds), unnest(:fingerprints), unnest(:times), unnest(:topics), unnest(:partitions),
                   unnest(:offsets), unnest(:payloads)
            ON CONFLICT DO NOTHING
            RETURNING client_id, event_id
            """;

    private static final String BY_EVENT_ID = """
            SELECT e.client_id, e.event_id, e.type, e.fingerprint
            FROM unnest(:clients, :eventIds) AS wanted (client_id, event_id)
            CROSS JOIN LATERAL (
                SELECT *
                FROM events
                WHERE client_id = wanted.client_id AND generation = :generation AND event_id = wanted.event_id
                LIMIT 1) AS e
            """;

    /**
     * LIMIT forces one index look-up per ref_id. With a plain join on a table without statistics, for example after a
     * crash or a restore, the planner scanned all creations of the generation for each one: 11 s for 500 among 30,000.
     */
    private static final String BY_CREATED_REF_ID = """
            SELECT wanted.client_id, wanted.ref_id, creation.fingerprint
            FROM unnest(:clients, :refIds) AS wanted (client_id, ref_id)
            CROSS JOIN LATERAL (
                SELECT e.fingerprint
                FROM events e
                WHERE e.client_id = wanted.client_id AND e.generation = :generation
                    AND e.ref_id = wanted.ref_id AND e.type IN ('trade_created', 'activity_created')
                LIMIT 1) AS creation
            """;

    private static final String CREATION = """
            SELECT payload
            FROM events
            WHERE client_id = :client AND generation = :generation AND ref_id = :refId
                AND type IN ('trade_created', 'activity_created')
            """;

    private static final String PAYLOAD = """
            SELECT payload
            FROM events
            WHERE client_id = :client AND generation = :generation AND event_id = :eventId
            """;

    private static final String WITHDRAW = """
            DELETE FROM events e USING unnest(:clients, :eventIds) AS refused (client_id, event_id)
            WHERE e.client_id = refused.client_id AND e.generation = :generation AND e.event_id = refused.event_id
            """;

    private static final int ONE_BY_ONE_AFTER_A_REPEAT = 100;

    private final JdbcClient jdbc;
    private final int few;

    /** The number of next claims that are made one by one. */
    private final AtomicInteger claimsOneByOne = new AtomicInteger();

    public Journal(JdbcClient jdbc) {
        this(jdbc, BookingTable.FEW);
    }

    /** @param few the most events that are claimed one by one at once */
    Journal(JdbcClient jdbc, int few) {
        this.jdbc = jdbc;
        this.few = few;
    }

    /** An event, its fingerprint, its log position and its bytes. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Item(TradeEvent event, Fingerprint fingerprint, LogPosition origin, byte[] payload) {

        public EventKey eventKey() {
            return new EventKey(event.client(), event.eventId());
        }
    }

    /** The identity of an event. */
    public record EventKey(ClientId client, UUID eventId) {}

    /** What the journal has for an event_id. */
    public record KnownEvent(EventType type, Fingerprint fingerprint) {}

    /** The identity of a trade or an activity. */
    public record RefKey(ClientId client, RefId refId) {}

    /**
     * Writes the events whose event_id, and for creations ref_id, is free. Waits for other transactions that are about to
     * claim one of them.
     *
     * <p>Nearly always all events are new, and for many a COPY costs half of an INSERT that skips events that exist. The COPY checks
     * the same unique keys and waits in the same way. If an id is taken, the COPY is rolled back and all events are claimed
     * one by one, as are those of the following calls: repeats come together, for example when a file is posted again.
     *
     * @param items no two with the same id; sorted in an order that all workers share
     * @return the events that are new and now in the journal
     */
    public Set<EventKey> claim(int generation, List<Item> items) {
        if (items.size() <= few || claimsOneByOne.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return claimOneByOne(generation, items);
        }
        jdbc.sql("SAVEPOINT claim").update();
        try {
            copy(generation, items);
        } catch (DuplicateKeyException _) {
            jdbc.sql("ROLLBACK TO SAVEPOINT claim").update();
            claimsOneByOne.set(ONE_BY_ONE_AFTER_A_REPEAT);
            return claimOneByOne(generation, items);
        }
        jdbc.sql("RELEASE SAVEPOINT claim").update();
        return items.stream().map(Item::eventKey).collect(Collectors.toCollection(HashSet::new));
    }

    /** The same for few events together with other statements; many are claimed now, before what was added to the trip. */
    public Supplier<Set<EventKey>> claim(RoundTrip trip, int generation, List<Item> items) {
        if (items.size() <= few) {
            return claimOneByOne(trip, generation, items);
        }
        Set<EventKey> claimed = claim(generation, items);
        return () -> claimed;
    }

    private void copy(int generation, List<Item> items) {
        BinaryCopy.<Item>into("events")
                .column("client_id", TEXT, item -> item.event().client().value())
                .column("generation", INT4, _ -> generation)
                .column("event_id", UUID, item -> item.event().eventId())
                .column("type", TEXT, item -> item.event().type().wireName())
                .column(
                        "portfolio_id",
                        INT8,
                        item -> item.event().key().portfolio().value())
                .column("ticker", TEXT, item -> item.event().key().ticker().value())
                .column(
                        "ref_id",
                        TEXT,
                        item -> item.event().subject().map(RefId::value).orElse(null))
                .column("fingerprint", UUID, item -> item.fingerprint().value())
                .column("occurred_at", TIMESTAMPTZ, item -> item.event().occurredAt())
                .column("topic_id", UUID, item -> item.origin().partition().topicId())
                .column("partition", INT4, item -> item.origin().partition().partition())
                .column("log_offset", INT8, item -> item.origin().offset())
                .column("payload", BYTEA, Item::payload)
                .write(jdbc, items);
    }

    private Set<EventKey> claimOneByOne(int generation, List<Item> items) {
        return RoundTrip.alone(jdbc, trip -> claimOneByOne(trip, generation, items));
    }

    private static RoundTrip.Answer<Set<EventKey>> claimOneByOne(RoundTrip trip, int generation, List<Item> items) {
        return trip.sql(CLAIM)
                .param("generation", generation)
                .param("clients", SqlArrays.texts(items, item -> item.event().client()))
                .param("eventIds", SqlArrays.uuids(items, item -> item.event().eventId()))
                .param(
                        "types",
                        SqlArrays.texts(items, item -> item.event().type().wireName()))
                .param(
                        "portfolios",
                        SqlArrays.longs(
                                items, item -> item.event().key().portfolio().value()))
                .param(
                        "tickers",
                        SqlArrays.texts(items, item -> item.event().key().ticker()))
                .param(
                        "refIds",
                        SqlArrays.texts(items, item -> item.event().subject().orElse(null)))
                .param(
                        "fingerprints",
                        SqlArrays.uuids(items, item -> item.fingerprint().value()))
                .param("times", SqlArrays.times(items, item -> item.event().occurredAt()))
                .param(
                        "topics",
                        SqlArrays.uuids(items, item -> item.origin().partition().topicId()))
                .param(
                        "partitions",
                        SqlArrays.integers(
                                items, item -> item.origin().partition().partition()))
                .param("offsets", SqlArrays.longs(items, item -> item.origin().offset()))
                .param("payloads", SqlArrays.bytes(items, Item::payload))
                .rows(row -> new EventKey(Rows.client(row), Rows.uuid(row, "event_id")), HashSet::new);
    }

    /** The entries of these event ids. A statement of its own, so that it sees what others committed. */
    public Map<EventKey, KnownEvent> byEventId(int generation, Collection<EventKey> keys) {
        Map<EventKey, KnownEvent> found = new HashMap<>();
        jdbc.sql(BY_EVENT_ID)
                .param("generation", generation)
                .param("clients", SqlArrays.texts(keys, EventKey::client))
                .param("eventIds", SqlArrays.uuids(keys, EventKey::eventId))
                .query(row -> {
                    found.put(
                            new EventKey(Rows.client(row), Rows.uuid(row, "event_id")),
                            new KnownEvent(
                                    EventType.parse(row.getString("type")),
                                    new Fingerprint(Rows.uuid(row, "fingerprint"))));
                });
        return found;
    }

    /** The creations that the journal holds for these ref_ids. */
    public Map<RefKey, Fingerprint> creations(int generation, Collection<RefKey> keys) {
        Map<RefKey, Fingerprint> found = new HashMap<>();
        jdbc.sql(BY_CREATED_REF_ID)
                .param("generation", generation)
                .param("clients", SqlArrays.texts(keys, RefKey::client))
                .param("refIds", SqlArrays.texts(keys, RefKey::refId))
                .query(row -> {
                    found.put(
                            new RefKey(Rows.client(row), new RefId(row.getString("ref_id"))),
                            new Fingerprint(Rows.uuid(row, "fingerprint")));
                });
        return found;
    }

    /** The bytes of the event that created the trade or activity with this ref_id; empty if there is none. */
    public Optional<byte[]> creation(int generation, RefKey key) {
        return jdbc.sql(CREATION)
                .param("client", key.client().value())
                .param("generation", generation)
                .param("refId", key.refId().value())
                .query((row, _) -> row.getBytes("payload"))
                .optional();
    }

    /** The bytes of the event with this id; empty if there is none. */
    public Optional<byte[]> event(int generation, EventKey key) {
        return jdbc.sql(PAYLOAD)
                .param("client", key.client().value())
                .param("generation", generation)
                .param("eventId", key.eventId())
                .query((row, _) -> row.getBytes("payload"))
                .optional();
    }

    /** Takes events out that were claimed in this transaction and refused after all. */
    public void withdraw(RoundTrip trip, int generation, Collection<EventKey> keys) {
        trip.sql(WITHDRAW)
                .param("generation", generation)
                .param("clients", SqlArrays.texts(keys, EventKey::client))
                .param("eventIds", SqlArrays.uuids(keys, EventKey::eventId))
                .changes();
    }
}
