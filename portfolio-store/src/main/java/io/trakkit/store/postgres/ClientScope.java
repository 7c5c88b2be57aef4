package io.trakkit.store.postgres;

import io.trakkit.domain.portfolio.ClientId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The client for which a thread works. {@link ClientDataSource} sends it to PostgreSQL with each transaction; outside a scope
 * row-level security hides all rows of clients. Other threads do not have it: work that a request hands to one enters the
 * scope there.
 */
public final class ClientScope implements AutoCloseable {

    private static final ThreadLocal<@Nullable ClientScope> CURRENT = new ThreadLocal<>();

    private final ClientId client;
    private final boolean takesTurns;
    private final @Nullable ClientScope before;

    private ClientScope(ClientId client, boolean takesTurns, @Nullable ClientScope before) {
        this.client = client;
        this.takesTurns = takesTurns;
        this.before = before;
    }

    /** Enters the scope of a client; closing it returns to the scope before. */
    public static ClientScope enter(ClientId client) {
        return enter(client, true);
    }

    /**
     * Enters the scope of a client without waiting for its {@link ClientTurns}: for a thread that works for all clients, one after
     * another. It holds one connection at a time, and behind the slow requests of one client it would keep the others waiting.
     */
    public static ClientScope enterOutsideTurns(ClientId client) {
        return enter(client, false);
    }

    private static ClientScope enter(ClientId client, boolean takesTurns) {
        ClientScope scope = new ClientScope(client, takesTurns, CURRENT.get());
        CURRENT.set(scope);
        return scope;
    }

    /** Works for a client. */
    public static <T> T within(ClientId client, Supplier<T> work) {
        try (var _ = enter(client)) {
            return work.get();
        }
    }

    /** Works for the clients of all items, one client after another, on a thread that takes no turns. */
    public static <T> void forEach(Collection<T> items, Function<T, ClientId> client, Consumer<List<T>> work) {
        Map<ClientId, List<T>> ofClients =
                items.stream().collect(Collectors.groupingBy(client, TreeMap::new, Collectors.toList()));
        ofClients.forEach((each, theirs) -> {
            try (var _ = enterOutsideTurns(each)) {
                work.accept(theirs);
            }
        });
    }

    /** Work for another thread, in the scope of this one. */
    public static Runnable handedOver(Runnable work) {
        ClientScope scope = CURRENT.get();
        return scope == null
                ? work
                : () -> {
                    try (var _ = enter(scope.client, scope.takesTurns)) {
                        work.run();
                    }
                };
    }

    /** The client for which this thread works. */
    public static Optional<ClientId> current() {
        return Optional.ofNullable(CURRENT.get()).map(scope -> scope.client);
    }

    /** The client whose turn a connection of this thread waits for. */
    static Optional<ClientId> inTurns() {
        return Optional.ofNullable(CURRENT.get())
                .filter(scope -> scope.takesTurns)
                .map(scope -> scope.client);
    }

    @Override
    public void close() {
        if (before == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(before);
        }
    }
}
