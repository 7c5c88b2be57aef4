package io.trakkit.ingest.keys;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.event.EventContent;
import io.trakkit.domain.event.EventType;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.ingest.database.Database;
import io.trakkit.ingest.database.DatabaseUnavailableException;
import io.trakkit.store.ledger.EventLookups;
import io.trakkit.store.ledger.EventLookups.Known;
import io.trakkit.store.log.LogPosition;
import io.trakkit.wire.event.Decoded;
import io.trakkit.wire.event.TradeEventCodec;
import io.trakkit.wire.http.problem.Problem;
import io.trakkit.wire.http.problem.ProblemException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Finds what an Idempotency-Key was used for: one key is one request. This instance remembers the requests that it
 * published last; what it does not remember, the journal may know. What neither knows, because another instance has
 * published it a moment ago or the database is away, the worker refuses.
 */
@Component
public final class UsedKeys {

    private static final int REMEMBERED = 100_000;

    private final Cache<Key, Published> recent =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();
    private final Database database;
    private final EventLookups lookups;
    private final TradeEventCodec codec = new TradeEventCodec();

    UsedKeys(Database database) {
        this.database = database;
        lookups = new EventLookups(database.jdbc());
    }

    private record Key(ClientId client, UUID eventId) {}

    private record Published(Known known, Fixed fixed) {}

    /**
     * What the request of a used key fixed beside what its caller said.
     *
     * @param conversion the currency and the rate of its event; empty if it has none
     */
    public record Fixed(Optional<Conversion> conversion) {}

    /**
     * The event that has one of the ids.
     *
     * @param eventIds what the key determines, and what it determined in earlier versions
     * @return empty if there is none, or it is not known here
     */
    public Optional<Known> find(ClientId client, UUID... eventIds) {
        return Arrays.stream(eventIds)
                .map(id -> Optional.ofNullable(recent.getIfPresent(new Key(client, id))))
                .flatMap(Optional::stream)
                .map(Published::known)
                .findFirst()
                .filter(known -> !isRefused(client, known))
                .or(() -> stored(client, eventIds));
    }

    /**
     * Whether an event says what its key was used for. If only one of the two callers gave the rate, and the fingerprint alone is
     * known here, the event itself is compared; while the database is unavailable the worker does that.
     */
    public boolean isRepeat(TradeEvent event, Known earlier) {
        return earlier.content().isOf(event)
                || (earlier.content().mayBeOf(event) && isStoredRepeat(event, earlier.eventId()));
    }

    private boolean isStoredRepeat(TradeEvent event, UUID eventId) {
        return storedEvent(event.client(), eventId)
                .filter(stored -> !event.hasContentOf(stored))
                .isEmpty();
    }

    /** What the request of a used key fixed; empty if that is not known here. */
    public Optional<Fixed> fixedBy(ClientId client, Known earlier) {
        return Optional.ofNullable(recent.getIfPresent(new Key(client, earlier.eventId())))
                .map(Published::fixed)
                .or(() -> storedEvent(client, earlier.eventId()).map(event -> new Fixed(event.conversion())));
    }

    private Optional<TradeEvent> storedEvent(ClientId client, UUID eventId) {
        try {
            return database.read(() -> lookups.payload(client, eventId))
                    .map(codec::decode)
                    .flatMap(decoded -> decoded instanceof Decoded.Event(TradeEvent stored)
                            ? Optional.of(stored)
                            : Optional.empty());
        } catch (DatabaseUnavailableException _) {
            return Optional.empty();
        }
    }

    /** A request that was refused has not used its key. */
    private boolean isRefused(ClientId client, Known known) {
        try {
            if (!database.read(() -> lookups.isRefused(client, known.origin()))) {
                return false;
            }
        } catch (DatabaseUnavailableException _) {
            return false;
        }
        forget(client, known.eventId(), known.origin());
        return true;
    }

    private Optional<Known> stored(ClientId client, UUID... eventIds) {
        try {
            return database.read(() -> lookups.find(client, Arrays.asList(eventIds))).stream()
                    .findFirst();
        } catch (DatabaseUnavailableException _) {
            return Optional.empty();
        }
    }

    /** Remembers what was published and acknowledged at that place of the log. */
    public void remember(TradeEvent event, LogPosition origin) {
        Known known = new Known(event.eventId(), event.type(), event.key(), EventContent.of(event), origin);
        recent.asMap()
                .putIfAbsent(
                        new Key(event.client(), event.eventId()), new Published(known, new Fixed(event.conversion())));
    }

    /** Forgets what was published at that place of the log and refused. */
    public void forget(ClientId client, UUID eventId, LogPosition refused) {
        recent.asMap()
                .computeIfPresent(
                        new Key(client, eventId),
                        (_, published) -> published.known().origin().equals(refused) ? null : published);
    }

    /**
     * The message for a caller whose key belongs to another request.
     *
     * @param earlier what the key was used for
     * @param now what it can't be used for
     */
    public static ProblemException alreadyUsed(EventType earlier, EventType now) {
        return new ProblemException(
                Problem.IDEMPOTENCY_KEY_REUSED,
                earlier.keyAlreadyUsed(now),
                List.of(),
                Map.of("reason", DeadLetterReason.IDEMPOTENCY_KEY_REUSED.wireName()));
    }
}
