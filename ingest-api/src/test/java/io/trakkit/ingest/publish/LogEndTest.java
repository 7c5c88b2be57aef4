package io.trakkit.ingest.publish;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.store.log.LogPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LogEndTest {

    private static final LogPartition PARTITION = new LogPartition(UUID.randomUUID(), 0);

    private final BlockingQueue<Long> answers = new LinkedBlockingQueue<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final LogEnd end = new LogEnd(this::answer);

    @Test
    void whoComesWhileKafkaIsAskedSharesTheNextQuestion() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Map<LogPartition, Long>> first = threads.submit(end::now);
            patiently().until(() -> asked.get() == 1);
            List<Thread> later = new ArrayList<>();
            List<Future<Map<LogPartition, Long>>> shared = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                shared.add(threads.submit(() -> {
                    synchronized (later) {
                        later.add(Thread.currentThread());
                    }
                    return end.now();
                }));
            }
            patiently().until(() -> waiting(later) == 50);

            answers.add(7L);
            answers.add(8L);

            assertThat(first.get()).containsEntry(PARTITION, 7L);
            for (Future<Map<LogPartition, Long>> one : shared) {
                assertThat(one.get()).containsEntry(PARTITION, 8L);
            }
            assertThat(asked).hasValue(2);
        }
    }

    @Test
    void whenKafkaDoesNotSayThatIsSaidAndItIsAskedAgain() {
        answers.add(-1L);
        answers.add(7L);

        assertThatThrownBy(end::now).isInstanceOf(LogUnavailableException.class);
        assertThat(end.now()).containsEntry(PARTITION, 7L);
    }

    private static long waiting(List<Thread> threads) {
        synchronized (threads) {
            return threads.stream()
                    .filter(thread -> thread.getState() == Thread.State.WAITING)
                    .count();
        }
    }

    private Map<LogPartition, Long> answer() {
        asked.incrementAndGet();
        try {
            long offset = answers.take();
            if (offset < 0) {
                throw new LogUnavailableException("Kafka does not answer", null);
            }
            return Map.of(PARTITION, offset);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
