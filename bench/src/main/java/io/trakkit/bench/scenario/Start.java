package io.trakkit.bench.scenario;

import io.trakkit.bench.log.Topic;
import io.trakkit.bench.report.Figure;
import io.trakkit.bench.report.Result;
import io.trakkit.bench.report.Target;
import io.trakkit.bench.site.Site;
import io.trakkit.faults.site.App;
import java.util.ArrayList;
import java.util.List;

/** From the start of a process until it says that it is ready, on a machine that has done it before. */
public final class Start implements Scenario {

    private static final String DATABASE = "start";
    private static final double LIMIT_SECONDS = 4;
    private static final List<String> APPS = List.of(Site.INGEST, Site.WORKER, Site.QUERY);

    @Override
    public Result run(Setup setup) throws Exception {
        Site site = setup.site();
        Topic.fresh(site);
        site.databases().create(DATABASE);
        // Creates the topics that ingest-api waits for.
        site.stop(Site.ready(site.startWorker(DATABASE)));
        List<Figure> figures = new ArrayList<>();
        for (String app : APPS) {
            Figure deployed = measured(setup, app, app, List.of());
            figures.add(deployed.with(Target.atMost(LIMIT_SECONDS, " s", deployed.median())));
            figures.add(measured(setup, app, "  without its AOT cache", List.of("-XX:AOTMode=off")));
        }
        site.databases().drop(DATABASE);
        return new Result("start", "from the start of a process until it says that it is ready", figures, List.of());
    }

    private static Figure measured(Setup setup, String app, String name, List<String> javaOptions) {
        List<Double> seconds = new ArrayList<>();
        for (int round = 0; round <= setup.rounds(); round++) {
            setup.progress().step("start: %s (round %d of %d)".formatted(name, round, setup.rounds()));
            long began = System.nanoTime();
            App started = Site.ready(setup.site().start(app, DATABASE, javaOptions));
            double took = (System.nanoTime() - began) / 1e9;
            setup.site().stop(started);
            // The first is there to warm the machine.
            if (round > 0) {
                seconds.add(took);
            }
        }
        return Figure.of(name, "s", seconds);
    }
}
