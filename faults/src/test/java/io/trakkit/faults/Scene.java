package io.trakkit.faults;

import io.trakkit.faults.check.Backlog;
import io.trakkit.faults.load.Witness;
import io.trakkit.faults.site.App;
import io.trakkit.faults.site.Site;
import io.trakkit.testing.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Where the faults befall: what runs, who looks on, and how one waits. */
final class Scene {

    /** After a fault everything has to be well again within this time, without a person. */
    static final Duration RECOVERY = Duration.ofSeconds(60);

    private static final Duration LOOK = Duration.ofMillis(100);

    /** So many requests have to be acknowledged before it is held that all are: about one for each broker. */
    private static final int ACKNOWLEDGED_AGAIN = 50;

    private final Site site;
    private final Witness witness;
    private final Backlog backlog;
    private final RandomGenerator random;
    private final Consumer<String> output;
    private final List<String> told = new ArrayList<>();

    Scene(Site site, Witness witness, Backlog backlog, RandomGenerator random, Consumer<String> output) {
        this.site = site;
        this.witness = witness;
        this.backlog = backlog;
        this.random = random;
        this.output = output;
    }

    /** What a fault does, up to the moment at which it is over. */
    interface Fault {
        void befall() throws Exception;
    }

    Site site() {
        return site;
    }

    Witness witness() {
        return witness;
    }

    Backlog backlog() {
        return backlog;
    }

    RandomGenerator random() {
        return random;
    }

    /** Lets a fault befall, and waits until all is well again. */
    void suffer(String name, Fault fault) throws Exception {
        Instant began = Instant.now();
        witness.fault(name);
        fault.befall();
        Instant over = Instant.now();
        recover(name);
        awaitAcknowledgements(name, over);
        Instant well = Instant.now();
        witness.calm();
        tell("%-62s %5.1f s, well again after %4.1f s".formatted(name, seconds(began, over), seconds(over, well)));
    }

    /** Without a fault: what must go by unnoticed. */
    void undergo(String name, Fault event) throws Exception {
        Instant began = Instant.now();
        event.befall();
        recover(name);
        tell("%-62s %5.1f s".formatted(name, seconds(began, Instant.now())));
    }

    private void recover(String after) {
        site.proxies().forEach(Proxy::heal);
        Instant over = Instant.now();
        Map<Integer, Long> ends = backlog.ends();
        try {
            await("the backlog is not drained after " + RECOVERY, RECOVERY, () -> backlog.before(ends) == 0);
        } catch (IllegalStateException e) {
            throw new IllegalStateException(
                    "%d records are not applied %d s after: %s"
                            .formatted(backlog.before(ends), RECOVERY.toSeconds(), after),
                    e);
        }
        for (App app : site.apps()) {
            await(
                    app + " is not ready %d s after: %s".formatted(RECOVERY.toSeconds(), after),
                    left(over),
                    () -> isReady(app));
            app.serves();
        }
    }

    /** An app can be ready some milliseconds before its clients have found Kafka again. */
    private void awaitAcknowledgements(String after, Instant over) {
        long acknowledged = witness.counted(Witness.TAKEN);
        await(
                "requests are not acknowledged %d s after: %s".formatted(RECOVERY.toSeconds(), after),
                left(over),
                () -> witness.counted(Witness.TAKEN) >= acknowledged + ACKNOWLEDGED_AGAIN);
    }

    private static Duration left(Instant since) {
        Duration left = RECOVERY.minus(Duration.between(since, Instant.now()));
        return left.isPositive() ? left : LOOK;
    }

    /** Waits for all apps to have started. */
    void awaitStart() {
        for (App app : site.apps()) {
            awaitReady(app);
        }
    }

    /** Waits for an app to say that it is ready, and holds it to that from then on. */
    void awaitReady(App app) {
        await(app + " does not become ready", RECOVERY, () -> isReady(app));
        app.serves();
    }

    /** What ends while it starts is started again, as whatever looks after processes does. */
    private boolean isReady(App app) {
        if (!app.isRunning()) {
            witness.count("started again after it had ended by itself");
            app.start();
        }
        return app.readiness() == App.Health.UP;
    }

    /** Apps must say before long how they are; all are asked at once, since an answer can take some seconds. */
    void expectReadiness(App.Health expected, App... apps) {
        await(
                "the readiness of %s is not %s".formatted(List.of(apps), expected),
                RECOVERY,
                () -> Stream.of(apps)
                        .map(app -> CompletableFuture.supplyAsync(app::readiness, Thread::startVirtualThread))
                        .toList()
                        .stream()
                        .allMatch(answer -> answer.join() == expected));
    }

    /** Waits for a condition, the failure of which ends the whole suite. */
    void await(String failure, Duration limit, Callable<Boolean> condition) {
        try {
            Awaitility.await()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(LOOK)
                    .atMost(limit)
                    .until(condition);
        } catch (ConditionTimeoutException e) {
            throw new IllegalStateException("During '%s': %s".formatted(witness.fault(), failure), e);
        }
    }

    /** Whether a condition comes true in time. */
    boolean comesTrueWithin(Duration limit, Callable<Boolean> condition) {
        try {
            await("", limit, condition);
            return true;
        } catch (IllegalStateException _) {
            return false;
        }
    }

    /** Lets time pass, since that is what the fault consists of. */
    void pass(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }

    /** Lets some time pass, no more than that. */
    void passUpTo(Duration most) {
        pass(Duration.ofNanos(random.nextLong(most.toNanos())));
    }

    void tell(String line) {
        told.add(line);
        output.accept(line);
    }

    /** What was told so far. */
    List<String> told() {
        return List.copyOf(told);
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }
}
