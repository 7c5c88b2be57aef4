package io.trakkit.query.returns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callers share a read that begins after they have come, and never one that began before. */
@Timeout(30)
class SharedReadsTest {

    private final SharedReads<String, Integer> reads = new SharedReads<>(Duration.ofMinutes(1));
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger begun = new AtomicInteger();
    private final CountDownLatch firstBegun = new CountDownLatch(1);
    private final CountDownLatch firstMayEnd = new CountDownLatch(1);

    @AfterEach
    void end() {
        firstMayEnd.countDown();
        callers.close();
    }

    @Test
    void whoComesDuringAReadGetsTheNextOneAndSharesIt() throws Exception {
        Future<Integer> first = begin(reads);
        List<Thread> waiting = new ArrayList<>();
        List<Future<Integer>> later = IntStream.range(0, 10)
                .mapToObj(_ -> callers.submit(() -> {
                    synchronized (waiting) {
                        waiting.add(Thread.currentThread());
                    }
                    return reads.get("a", this::slowAtFirst);
                }))
                .toList();
        awaitParked(waiting, 10);

        firstMayEnd.countDown();

        assertThat(first.get()).isEqualTo(1);
        for (Future<Integer> each : later) {
            assertThat(each.get()).isEqualTo(2);
        }
        assertThat(reads.running()).isZero();
        assertThat(reads.get("a", this::slowAtFirst)).isEqualTo(3);
    }

    @Test
    void anotherKeyDoesNotWait() throws Exception {
        Future<Integer> first = begin(reads);

        assertThat(reads.get("b", begun::incrementAndGet)).isEqualTo(2);
        assertThat(first.isDone()).isFalse();
        assertThat(reads.running()).isEqualTo(1);
    }

    @Test
    void aFailureReachesAllThatShareTheReadAndNobodyAfterThem() throws Exception {
        Future<Integer> first = callers.submit(() -> reads.get("a", () -> {
            slowAtFirst();
            throw new IllegalArgumentException("the first");
        }));
        firstBegun.await();
        List<Thread> waiting = new ArrayList<>();
        Future<Integer> second = callers.submit(() -> {
            synchronized (waiting) {
                waiting.add(Thread.currentThread());
            }
            return reads.get("a", begun::incrementAndGet);
        });
        awaitParked(waiting, 1);

        firstMayEnd.countDown();

        assertThatThrownBy(first::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IllegalArgumentException.class);
        assertThat(second.get()).isEqualTo(2);
        assertThatThrownBy(() -> reads.get("a", () -> {
                    throw new StackOverflowError("not to be kept");
                }))
                .isInstanceOf(StackOverflowError.class);
        assertThat(reads.running()).isZero();
    }

    @Test
    void aReadThatHangsDoesNotStopTheNextOne() throws Exception {
        SharedReads<String, Integer> impatient = new SharedReads<>(Duration.ofMillis(1));
        Future<Integer> first = begin(impatient);

        assertThat(impatient.get("a", begun::incrementAndGet)).isEqualTo(2);
        assertThat(first.isDone()).isFalse();
    }

    /** Many callers at once, each of which must see all that was written before it came. */
    @Test
    void nobodyGetsWhatIsOlderThanItsCall() throws Exception {
        AtomicInteger written = new AtomicInteger();
        List<Future<Boolean>> all = IntStream.range(0, 50)
                .mapToObj(_ -> callers.submit(() -> {
                    boolean fresh = true;
                    for (int i = 0; i < 2_000; i++) {
                        int before = written.incrementAndGet();
                        fresh &= reads.get("a", written::get) >= before;
                    }
                    return fresh;
                }))
                .toList();

        for (Future<Boolean> each : all) {
            assertThat(each.get()).isTrue();
        }
        assertThat(reads.running()).isZero();
    }

    /** A first read, which ends when it may. */
    private Future<Integer> begin(SharedReads<String, Integer> of) throws InterruptedException {
        Future<Integer> first = callers.submit(() -> of.get("a", this::slowAtFirst));
        firstBegun.await();
        return first;
    }

    private int slowAtFirst() {
        int number = begun.incrementAndGet();
        if (number == 1) {
            firstBegun.countDown();
            try {
                firstMayEnd.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return number;
    }

    private static void awaitParked(List<Thread> threads, int count) {
        while (true) {
            synchronized (threads) {
                if (threads.size() == count
                        && threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING)) {
                    return;
                }
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }
}
