package io.trakkit.faults;

import io.trakkit.faults.load.Witness;
import io.trakkit.faults.site.App;
import io.trakkit.faults.site.Site;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Asks every app all the time whether it is alive: a restart mends no fault of its surroundings. */
final class Liveness implements AutoCloseable {

    private static final Duration PACE = Duration.ofMillis(500);

    private final Site site;
    private final Witness witness;
    private volatile boolean watching = true;

    private Liveness(Site site, Witness witness) {
        this.site = site;
        this.witness = witness;
    }

    static Liveness watch(Site site, Witness witness) {
        Liveness liveness = new Liveness(site, witness);
        Thread.ofVirtual().name("liveness").start(liveness::watch);
        return liveness;
    }

    private void watch() {
        while (watching) {
            for (App app : site.apps()) {
                if (app.isServing()) {
                    look(app);
                }
            }
            LockSupport.parkNanos(PACE.toNanos());
        }
    }

    private void look(App app) {
        App.Health health = app.liveness();
        if (health != App.Health.UP && app.isServing() && watching) {
            witness.violation("The liveness of %s is %s".formatted(app, health));
        }
    }

    @Override
    public void close() {
        watching = false;
    }
}
