package io.trakkit.store.postgres;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.domain.portfolio.ClientId;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class ClientTurnsTest {

    private static final ClientId ANN = new ClientId("ann");
    private static final ClientId BOB = new ClientId("bob");
    private static final ClientId CAROL = new ClientId("carol");
    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void oneClientHasAllConnectionsButOne() throws SQLException {
        ClientTurns turns = new ClientTurns(3, Duration.ofMillis(1));
        turns.await(ANN);
        turns.await(ANN);

        assertThatThrownBy(() -> turns.await(ANN))
                .isInstanceOf(SQLTransientConnectionException.class)
                .hasMessage("The client ann uses 2 connections of 3; another request of it waited 1 ms in vain")
                .extracting(failure -> ((SQLException) failure).getSQLState())
                .isEqualTo(ClientTurns.TOO_MANY_CONNECTIONS);
        turns.await(BOB);
        assertThatThrownBy(() -> turns.await(CAROL)).hasMessageContaining("carol uses 0 connections of 3");
        turns.end(ANN);
        turns.await(CAROL);
        turns.end(CAROL);
        turns.await(ANN);
    }

    @Test
    void theOnlyConnectionOfAPoolIsForAnyone() throws SQLException {
        ClientTurns turns = new ClientTurns(1, Duration.ofMillis(1));

        turns.await(ANN);
        assertThatThrownBy(() -> turns.await(ANN)).hasMessageContaining("ann uses 1 connections of 1");
        turns.end(ANN);
        turns.await(ANN);
    }

    @Test
    void aFreeConnectionGoesToTheWaitingClientWithTheFewest() throws Exception {
        ClientTurns turns = new ClientTurns(4, LONG);
        for (ClientId client : List.of(ANN, ANN, ANN, BOB)) {
            turns.await(client);
        }
        BlockingQueue<ClientId> begun = new LinkedBlockingQueue<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (ClientId client : List.of(ANN, ANN, BOB, CAROL)) {
                int before = turns.waiting(client);
                var _ = threads.submit(() -> {
                    turns.await(client);
                    return begun.add(client);
                });
                patiently().until(() -> turns.waiting(client) == before + 1);
            }

            List<ClientId> order = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                turns.end(ANN);
                order.add(begun.poll(1, TimeUnit.MINUTES));
            }

            // After the first end Carol has no connection; after that Ann and Bob have one each, and Ann has waited
            // longer.
            assertThat(order).containsExactly(CAROL, ANN, ANN, BOB);
        }
    }

    @Test
    void noMoreTurnsRunThanThereAreConnections() throws InterruptedException, ExecutionException {
        ClientTurns turns = new ClientTurns(3, LONG);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger ofAnn = new AtomicInteger();
        List<Future<Boolean>> requests = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 3_000; i++) {
                ClientId client = List.of(ANN, ANN, ANN, BOB, CAROL).get(i % 5);
                requests.add(threads.submit(() -> {
                    turns.await(client);
                    boolean right = running.incrementAndGet() <= 3;
                    right &= !client.equals(ANN) || ofAnn.incrementAndGet() <= 2;
                    LockSupport.parkNanos(1_000);
                    if (client.equals(ANN)) {
                        ofAnn.decrementAndGet();
                    }
                    running.decrementAndGet();
                    turns.end(client);
                    return right;
                }));
            }
            for (Future<Boolean> request : requests) {
                assertThat(request.get()).isTrue();
            }
        }
    }
}
