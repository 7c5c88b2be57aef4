package io.trakkit.ingest.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.testing.Waiting;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.dao.CannotAcquireLockException;

class WritePlacesTest {

    private static final ClientId ALPHA = new ClientId("alpha");
    private static final ClientId BETA = new ClientId("beta");

    private final WritePlaces places = new WritePlaces();
    private final CountDownLatch written = new CountDownLatch(2);
    private final CountDownLatch end = new CountDownLatch(1);

    private String longWrite() {
        written.countDown();
        waitFor(end);
        return "written";
    }

    private static void waitFor(CountDownLatch latch) {
        Waiting.patiently().until(() -> latch.getCount() == 0);
    }

    @Test
    void aThirdWriteOfAClientIsRefusedWhileAnotherClientWrites() {
        List<CompletableFuture<String>> two = Stream.of(ALPHA, ALPHA)
                .map(client -> CompletableFuture.supplyAsync(
                        () -> places.within(client, this::longWrite), Thread::startVirtualThread))
                .toList();
        waitFor(written);

        assertThatThrownBy(() -> places.within(ALPHA, () -> "a third")).isInstanceOf(CannotAcquireLockException.class);
        assertThat(places.within(BETA, () -> "of another client")).isEqualTo("of another client");

        end.countDown();
        assertThat(two).extracting(CompletableFuture::join).containsOnly("written");
        assertThat(places.within(ALPHA, () -> "a third")).isEqualTo("a third");
    }
}
