package io.trakkit.faults;

import io.trakkit.faults.site.App;
import io.trakkit.faults.site.SmallDisk;
import io.trakkit.testing.PostgresReplies.Trap;
import io.trakkit.testing.Proxy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Processes that die, stand still, stop and come back. */
final class ProcessFaults {

    /** For what must soon be so. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    /** A stop is given ten seconds where an app runs; here the machine has six processes and a build beside it. */
    private static final Duration TO_STOP = Duration.ofSeconds(20);

    private static final Duration BEFORE_ITS_SESSION_ENDS = Duration.ofMillis(2500);
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final int ATTEMPTS = 3;

    /** What a worker says when its batch comes too late. */
    private static final String FENCED = "The right to write has gone to another taking over";

    private final Scene scene;

    ProcessFaults(Scene scene) {
        this.scene = scene;
    }

    /** kill -9 of a worker, at a place in its batch, and of ingest-api; something that looks after them starts them again. */
    void killWorkerAndIngest(int times) throws Exception {
        for (int i = 0; i < times; i++) {
            boolean midBatch = i % 2 == 0;
            String where = midBatch ? "in mid-batch" : "between COMMIT and the offsets";
            scene.suffer("kill -9 of the worker " + where + ", and of ingest-api", () -> {
                killWorker(midBatch);
                scene.passUpTo(Duration.ofSeconds(1));
                killAndRestart(scene.site().ingest());
            });
        }
    }

    private static void killAndRestart(App app) {
        app.kill();
        app.start();
    }

    /** The reply to a statement of a batch is held back, so that the worker dies exactly there. */
    private void killWorker(boolean midBatch) throws InterruptedException {
        Proxy toBroker = scene.site().workerToBroker();
        Trap trap = midBatch
                ? scene.site().workerReplies().hold(tag -> tag.startsWith("INSERT"), () -> {})
                : scene.site().workerReplies().hold(tag -> tag.equals("COMMIT"), toBroker::stall);
        awaitSprung(trap);
        trap.release();
        if (!midBatch) {
            // It learns of the COMMIT, and now tells Kafka, which does not hear it.
            scene.pass(Duration.ofMillis(20));
        }
        scene.site().worker().kill();
        toBroker.heal();
        scene.site().worker().start();
    }

    private static void awaitSprung(Trap trap) throws InterruptedException {
        if (!trap.sprung().await(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("No batch was applied within 30 s");
        }
    }

    /** PostgreSQL dies or is shut down at once. */
    void killDatabase(int times) throws Exception {
        for (int i = 0; i < times; i++) {
            boolean kill = i % 2 == 0;
            scene.suffer(kill ? "kill -9 of the postmaster" : "immediate shutdown of PostgreSQL", () -> {
                long before = scene.witness().counted("posted");
                if (kill) {
                    scene.site().database().kill();
                } else {
                    scene.site().database().shutDownImmediately();
                }
                scene.expectReadiness(
                        App.Health.DOWN, scene.site().query(), scene.site().worker());
                scene.expectReadiness(App.Health.UP, scene.site().ingest());
                scene.await(
                        "ingest-api takes no trades without PostgreSQL",
                        GRACE,
                        () -> scene.witness().counted("posted") > before + 100);
                scene.site().database().start();
            });
        }
    }

    /** No byte is left for PostgreSQL, which may well end of it; then there is room again, and it runs again. */
    void fillDisk(int times) throws Exception {
        if (scene.site().disk().isEmpty()) {
            if (times > 0) {
                scene.tell("disk full under PostgreSQL: not possible here, this user may not mount a file system");
            }
            return;
        }
        SmallDisk disk = scene.site().disk().get();
        for (int i = 0; i < times; i++) {
            scene.suffer("disk full under PostgreSQL", () -> {
                disk.fill();
                scene.expectReadiness(App.Health.DOWN, scene.site().worker());
                long before = scene.witness().counted("posted");
                scene.await(
                        "ingest-api takes no trades while PostgreSQL's disk is full",
                        GRACE,
                        () -> scene.witness().counted("posted") > before + 100);
                disk.clear();
                if (!scene.site().database().isRunning()) {
                    scene.site().database().start();
                }
            });
        }
    }

    /** The broker dies or is stopped; meanwhile query-api, which does not need it, may die as well. */
    void stopBroker(int times, int killsOfQuery) throws Exception {
        for (int i = 0; i < Math.max(times, killsOfQuery); i++) {
            boolean kill = i % 2 == 0;
            boolean killsQuery = i < killsOfQuery;
            String name = (kill ? "kill -9" : "clean restart") + " of the broker";
            scene.suffer(killsQuery ? name + ", kill -9 of query-api" : name, () -> {
                long refused = scene.witness().counted("tried again: 503");
                if (kill) {
                    scene.site().broker().kill();
                } else {
                    scene.site().broker().stop();
                }
                scene.expectReadiness(App.Health.UP, scene.site().query());
                scene.await(
                        "ingest-api does not answer 503 without the broker",
                        GRACE,
                        () -> scene.witness().counted("tried again: 503") > refused);
                scene.site().broker().start();
                if (killsQuery) {
                    killAndRestart(scene.site().query());
                }
            });
        }
    }

    /** A second worker goes and comes, a fresh process each time, and is gone in the end; one of the two every 5 s. */
    void leaveAndJoin(App second, Duration time) throws Exception {
        long began = System.nanoTime();
        long next = began;
        App there = second;
        while (System.nanoTime() < began + time.toNanos()) {
            leave(there);
            there = join();
            next = Math.max(next + 2 * EVERY.toNanos(), System.nanoTime());
            scene.pass(Duration.ofNanos(next - System.nanoTime()));
        }
        leave(there);
    }

    /** A second worker, which is ready. */
    App join() {
        App second = scene.site().startSecondWorker();
        scene.awaitReady(second);
        return second;
    }

    /** SIGTERM: it ends soon, and the group need not wait for its session to end. */
    private void leave(App worker) {
        stopInTime(worker);
        scene.site().forget(worker);
    }

    private void stopInTime(App worker) {
        Duration took = worker.stop();
        if (took.compareTo(TO_STOP) > 0) {
            scene.witness().violation("%s took %d ms to stop".formatted(worker, took.toMillis()));
        }
        scene.await(
                worker + " has not left the group when it stopped",
                BEFORE_ITS_SESSION_ENDS,
                () -> scene.backlog().members(worker.name()) == 0);
    }

    /** Of two workers each can be restarted without anybody noticing. */
    void restartInTurns(App second) throws Exception {
        scene.undergo("rolling restart of two workers", () -> {
            stopInTime(scene.site().worker());
            scene.site().worker().start();
            scene.awaitReady(scene.site().worker());
            stopInTime(second);
            second.start();
            scene.awaitReady(second);
        });
    }

    /** Of two workers one can stand still without harm, also with a batch in hand. */
    void freeze(int times) throws Exception {
        for (int i = 0; i < times; i++) {
            scene.suffer("a worker that stands still past its session, and then writes on", this::comeBackAsZombie);
        }
    }

    /** What it had begun can be the transaction of something else than a batch; then it stands still once more. */
    private void comeBackAsZombie() throws InterruptedException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            if (isFencedAfterStandingStill()) {
                return;
            }
        }
        throw new IllegalStateException("No batch of a zombie was refused in " + ATTEMPTS + " attempts");
    }

    /** It stands still while the beginning of a batch is on its way, until its partitions are the other one's; then that arrives. */
    private boolean isFencedAfterStandingStill() throws InterruptedException {
        App worker = scene.site().worker();
        scene.await("the group does not share the log out", Scene.RECOVERY, scene.backlog()::isSharedOut);
        long share = scene.backlog().share(worker.name());
        long epoch = scene.backlog().newestEpoch();
        long fenced = worker.said(FENCED);
        Trap trap = scene.site().workerReplies().holdRequestAfterCommit();
        awaitSprung(trap);
        worker.freeze();
        scene.await(
                "the group does not miss a worker that stands still",
                Duration.ofSeconds(30),
                () -> scene.backlog().members(worker.name()) == 0);
        // What its other threads had begun may hold locks that the next owner waits for.
        worker.thaw();
        scene.await(
                "nobody takes over from a worker that stood still",
                Scene.RECOVERY,
                () -> scene.backlog().takenOverSince(epoch) >= share);
        trap.release();
        return scene.comesTrueWithin(GRACE, () -> worker.said(FENCED) > fenced);
    }
}
