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

    private static final ThreadLocal<@Nullable ClientId> CURRENT = new ThreadLocal<>();

    private final @Nullable ClientId before;

    private ClientScope(@Nullable ClientId before) {
        this.before = before;
    }

    /** Enters the scope of a client; closing it returns to the scope before. */
    public static ClientScope enter(ClientId client) {
        ClientScope scope = new ClientScope(CURRENT.get());
        CURRENT.set(client);
        return scope;
    }

    /** Works for a client. */
    public static <T> T within(ClientId client, Supplier<T> work) {
        try (var _ = enter(client)) {
            return work.get();
        }
    }

    /** Works for the clients of all items, one client after another. */
    public static <T> void forEach(Collection<T> items, Function<T, ClientId> client, Consumer<List<T>> work) {
        Map<ClientId, List<T>> ofClients =
                items.stream().collect(Collectors.groupingBy(client, TreeMap::new, Collectors.toList()));
        ofClients.forEach((each, theirs) -> {
            try (var _ = enter(each)) {
                work.accept(theirs);
            }
        });
    }

    /** Work for another thread, in the scope of this one. */
    public static Runnable handedOver(Runnable work) {
        ClientId client = CURRENT.get();
        return client == null
                ? work
                : () -> {
                    try (var _ = enter(client)) {
                        work.run();
                    }
                };
    }

    /** The client for which this thread works. */
    public static Optional<ClientId> current() {
        return Optional.ofNullable(CURRENT.get());
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
