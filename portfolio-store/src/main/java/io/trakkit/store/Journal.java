package io.trakkit.store;

import io.trakkit.domain.ClientId;
import io.trakkit.domain.Fingerprint;
import io.trakkit.domain.RefId;
import io.trakkit.domain.TradeEvent;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Every accepted event once. Two unique keys make repeats and conflicts fall out before any arithmetic: the event_id, and
 * for creations the ref_id.
 */
public final class Journal {

    /** Sorted by the caller, so that two transactions that want the same ids wait for each other in one order. */
    private static final String CLAIM = """
            INSERT INTO events (client_id, generation, event_id, type, portfolio_id, ticker, ref_id, fingerprint,
                                occurred_at, topic_id, partition, log_offset, payload)
            SELECT client_id, :generation, event_id, type, portfolio_id, ticker, ref_id, fingerprint,
                   occurred_at, topic_id, partition, log_offset, payload
            FROM unnest(:clients, :eventIds, :types, :portfolios, :tickers, :refIds, :fingerprints,
                        :times, :topics, :partitions, :offsets, :payloads)
                AS e (client_id, event_id, type, portfolio_id, ticker, ref_id, fingerprint,
                      occurred_at, topic_id, partition, log_offset, payload)
            ON CONFLICT DO NOTHING
            RETURNING client_id, event_id
            """;

    private static final String BY_EVENT_ID = """
            SELECT e.client_id, e.event_id, e.fingerprint
            FROM unnest(:clients, :eventIds) AS wanted (client_id, event_id)
            CROSS JOIN LATERAL (
                SELECT *
                FROM events
                WHERE client_id = wanted.client_id AND generation = :generation AND event_id = wanted.event_id
                LIMIT 1) AS e
            """;

    /**
     * LIMIT has each looked up by itself. As a plain join, on a table without statistics, as after a crash or a restore,
     * the planner went through all creations of the generation for each that is wanted: 11 s for 500 among 30,000.
     */
    private static final String BY_CREATED_REF_ID = """
            SELECT wanted.client_id, wanted.ref_id, creation.fingerprint
            FROM unnest(:clients, :refIds) AS wanted (client_id, ref_id)
            CROSS JOIN LATERAL (
                SELECT e.fingerprint
                FROM events e
                WHERE e.client_id = wanted.client_id AND e.generation = :generation
                    AND e.ref_id = wanted.ref_id AND e.type = 'trade_created'
                LIMIT 1) AS creation
            """;

    private static final String WITHDRAW = """
            DELETE FROM events e USING unnest(:clients, :eventIds) AS refused (client_id, event_id)
            WHERE e.client_id = refused.client_id AND e.generation = :generation AND e.event_id = refused.event_id
            """;

    private final JdbcClient jdbc;

    public Journal(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** An event of the log, where it stands there, and the bytes that say it. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Item(TradeEvent event, LogPosition origin, byte[] payload) {

        public EventKey eventKey() {
            return new EventKey(event.client(), event.eventId());
        }
    }

    /** The identity of an event. */
    public record EventKey(ClientId client, UUID eventId) {}

    /** The identity of a trade. */
    public record RefKey(ClientId client, RefId refId) {}

    /**
     * Writes those events whose event_id, and for creations ref_id, nobody has claimed yet. Waits for other transactions
     * that are about to claim one of them.
     *
     * @param items no two with the same id; sorted in an order that all workers share
     * @return the events that are new and now in the journal
     */
    public Set<EventKey> claim(int generation, List<Item> items) {
        Set<EventKey> claimed = new HashSet<>();
        jdbc.sql(CLAIM)
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
                        SqlArrays.uuids(
                                items, item -> item.event().fingerprint().value()))
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
                .query(row -> {
                    claimed.add(new EventKey(Rows.client(row), Rows.uuid(row, "event_id")));
                });
        return claimed;
    }

    /** What the journal holds under these event ids. A statement of its own, so that it sees what others committed. */
    public Map<EventKey, Fingerprint> byEventId(int generation, Collection<EventKey> keys) {
        Map<EventKey, Fingerprint> found = new HashMap<>();
        jdbc.sql(BY_EVENT_ID)
                .param("generation", generation)
                .param("clients", SqlArrays.texts(keys, EventKey::client))
                .param("eventIds", SqlArrays.uuids(keys, EventKey::eventId))
                .query(row -> {
                    found.put(
                            new EventKey(Rows.client(row), Rows.uuid(row, "event_id")),
                            new Fingerprint(Rows.uuid(row, "fingerprint")));
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

    /** Takes events out that were claimed in this transaction and refused after all. */
    public void withdraw(int generation, Collection<EventKey> keys) {
        jdbc.sql(WITHDRAW)
                .param("generation", generation)
                .param("clients", SqlArrays.texts(keys, EventKey::client))
                .param("eventIds", SqlArrays.uuids(keys, EventKey::eventId))
                .update();
    }
}
