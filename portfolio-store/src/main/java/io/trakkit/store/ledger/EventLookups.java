package io.trakkit.store.ledger;

import io.trakkit.domain.event.EventContent;
import io.trakkit.domain.event.EventType;
import io.trakkit.domain.event.Fingerprint;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.log.LogPosition;
import io.trakkit.store.postgres.Rows;
import io.trakkit.store.postgres.SqlArrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds events by event_id in the journal of the live read model. */
public final class EventLookups {

    /** LATERAL with LIMIT forces one look-up by primary key per id. */
    private static final String FIND = """
            SELECT e.event_id, e.type, e.portfolio_id, e.ticker, e.fingerprint,
                   e.topic_id, e.partition, e.log_offset
            FROM unnest(:eventIds) AS wanted (event_id)
            JOIN generations g ON g.state = 'live'
            CROSS JOIN LATERAL (
                SELECT *
                FROM events
                WHERE client_id = :client AND generation = g.generation AND event_id = wanted.event_id
                LIMIT 1) AS e
            """;

    private static final String PAYLOAD = """
            SELECT e.payload
            FROM events e
            JOIN generations g ON g.state = 'live' AND g.generation = e.generation
            WHERE e.client_id = :client AND e.event_id = :eventId
            """;

    private static final String IS_REFUSED = """
            SELECT EXISTS (
                SELECT FROM dead_letters
                WHERE client_id = :client AND topic_id = :topic AND partition = :partition AND log_offset = :offset)
            """;

    private final JdbcClient jdbc;

    public EventLookups(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * An accepted event.
     *
     * @param key the position key of the event
     * @param origin its log position
     */
    public record Known(UUID eventId, EventType type, PositionKey key, EventContent content, LogPosition origin) {}

    /** Finds the events with these ids. Unknown ids are left out. */
    public List<Known> find(ClientId client, Collection<UUID> eventIds) {
        return jdbc.sql(FIND)
                .param("client", client.value())
                .param("eventIds", SqlArrays.uuids(eventIds, id -> id))
                .query((row, _) -> new Known(
                        Rows.uuid(row, "event_id"),
                        EventType.parse(row.getString("type")),
                        new PositionKey(
                                client,
                                new PortfolioId(row.getLong("portfolio_id")),
                                new Ticker(row.getString("ticker"))),
                        EventContent.stored(new Fingerprint(Rows.uuid(row, "fingerprint"))),
                        Rows.origin(row)))
                .list();
    }

    /** The bytes of the event with that id; empty if there is none. */
    public Optional<byte[]> payload(ClientId client, UUID eventId) {
        return jdbc.sql(PAYLOAD)
                .param("client", client.value())
                .param("eventId", eventId)
                .query((row, _) -> row.getBytes("payload"))
                .optional();
    }

    /** Whether the event at this log position was refused. */
    public boolean isRefused(ClientId client, LogPosition origin) {
        return jdbc.sql(IS_REFUSED)
                .param("client", client.value())
                .param("topic", origin.partition().topicId())
                .param("partition", origin.partition().partition())
                .param("offset", origin.offset())
                .query(Boolean.class)
                .single();
    }
}
