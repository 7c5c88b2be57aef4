package io.trakkit.faults;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.faults.check.Backlog;
import io.trakkit.faults.check.FinalCheck;
import io.trakkit.faults.check.Log;
import io.trakkit.faults.check.Origin;
import io.trakkit.faults.check.Shown;
import io.trakkit.faults.check.Tables;
import io.trakkit.faults.check.Verification;
import io.trakkit.faults.load.Ledger;
import io.trakkit.faults.load.Load;
import io.trakkit.faults.load.Portfolio;
import io.trakkit.faults.load.Witness;
import io.trakkit.faults.site.App;
import io.trakkit.faults.site.Site;
import io.trakkit.testing.Seed;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Starts everything, puts it under load, lets one fault after the other befall, and compares all accounts afterwards. */
final class Suite {

    private static final int PORTFOLIOS = 6;

    /** Twice as long as a round of the long form takes. */
    private static final Duration LIMIT = Duration.ofMinutes(20);

    private static final Duration TO_VERIFY = Duration.ofMinutes(2);

    private final Form form;
    private final Seed seed;
    private final Path folder;
    private final Consumer<String> output;
    private final Ledger ledger = new Ledger();
    private final Witness witness = new Witness(Clock.systemUTC());
    private final List<String> findings = new ArrayList<>();

    Suite(Form form, Seed seed, Path folder, Consumer<String> output) {
        this.form = form;
        this.seed = seed;
        this.folder = folder;
        this.output = output;
    }

    /** What does not hold, with everything that helps to find out why; nothing, if all is well. */
    List<String> run() throws Exception {
        output.accept("%s; logs in %s".formatted(seed, folder.resolve("logs")));
        try (Deadline _ = Deadline.in(LIMIT, folder.resolve("logs"));
                Site site = Site.start(folder, form.fullDisks() > 0);
                Backlog backlog = new Backlog(site.broker().bootstrapServers(), site.database())) {
            Scene scene = new Scene(site, witness, backlog, seed.random(), output);
            witness.fault("start");
            scene.awaitStart();
            List<Portfolio> portfolios = Load.portfolios(site.ingest().uri(), PORTFOLIOS);
            witness.calm();
            scene.tell("started");
            run(scene, portfolios);
        }
        findings.addAll(witness.violations());
        return List.copyOf(findings);
    }

    private void run(Scene scene, List<Portfolio> portfolios) throws Exception {
        Site site = scene.site();
        LogFaults logFaults = new LogFaults(scene, portfolios.getFirst());
        Load load = Load.start(
                site.ingest().uri(), site.query().uri(), portfolios, form.perSecond(), ledger, witness, seed);
        long began = System.nanoTime();
        try (Liveness _ = Liveness.watch(site, witness)) {
            befall(scene, logFaults);
            load.stop();
            scene.undergo("the last of it", () -> {});
        } catch (IllegalStateException e) {
            // What follows would only tell the same at length.
            findings.add(e.getMessage());
            return;
        } finally {
            load.stop();
            Duration lasted = Duration.ofNanos(System.nanoTime() - began);
            scene.tell("%d s of load: %s".formatted(lasted.toSeconds(), witness.counts()));
        }
        check(scene, portfolios, logFaults.poison());
    }

    private void befall(Scene scene, LogFaults log) throws Exception {
        ProcessFaults processes = new ProcessFaults(scene);
        NetworkFaults network = new NetworkFaults(scene);
        int kills = form.kills() / 3;
        // While the events are few.
        log.deliverAgain(form.replays());
        network.disturb(form.networkFaults(), form.stall());
        processes.killDatabase(form.databaseKills());
        processes.killWorkerAndIngest(kills);
        processes.stopBroker(form.brokerStops(), kills);
        App second = processes.join();
        processes.restartInTurns(second);
        processes.freeze(form.zombies());
        scene.suffer(
                "a second worker goes and comes for %d s; %d poison records; %d replies to COMMIT lost"
                        .formatted(form.joining().toSeconds(), form.poison(), form.lostReplies()),
                () -> {
                    try (Aside poisoning = Aside.start(() -> log.poison(form.poison()));
                            Aside losing = Aside.start(() -> network.loseReplies(form.lostReplies()))) {
                        processes.leaveAndJoin(second, form.joining());
                        poisoning.join();
                        losing.join();
                    }
                });
        processes.fillDisk(form.fullDisks());
        network.holdLocks(form.heldLocks());
    }

    private void check(Scene scene, List<Portfolio> portfolios, Map<Origin, String> poison) {
        CompletableFuture<Optional<Verification.Result>> verification = CompletableFuture.supplyAsync(
                () -> Verification.run(scene.site().worker().uri(), TO_VERIFY), Thread::startVirtualThread);
        String broker = scene.site().broker().bootstrapServers();
        Map<Origin, TradeEvent> log = Log.events(broker);
        Tables tables = Tables.of(scene.site().database());
        FinalCheck check = new FinalCheck(ledger, log, poison, tables);
        scene.await(
                "the dead letters do not reach their topic",
                Scene.RECOVERY,
                () -> Log.verdicts(broker).containsAll(tables.deadLetters().keySet()));
        check.compareShown(Shown.summaries(scene.site().query().uri(), portfolios));
        check.compareVerdicts(Log.verdicts(broker));
        findings.addAll(check.findings());
        scene.tell("compared: " + check.inShort());
        Optional<Verification.Result> verified = verification.join();
        verified.filter(result -> !result.clean()).ifPresent(result -> findings.add("replay verify: " + result));
        scene.tell("replay verify: "
                + verified.map(Verification.Result::summary).orElse("this worker has no such command"));
    }
}
