package io.trakkit.feed.run;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.scheduling.support.CronTrigger;

/** Starts the runs at the times of the cron expression. A long run delays the next one; runs never overlap. */
final class FeedSchedule implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(FeedSchedule.class);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

    /** The silence of the leading instance after which another one takes the lead. */
    static final Duration SILENCE = Duration.ofSeconds(60);

    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private final FeedSettings settings;
    private final FeedRuns runs;
    private final FeedReporter reporter;
    private final ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
    private volatile boolean running;

    FeedSchedule(FeedSettings settings, FeedRuns runs, FeedReporter reporter) {
        this.settings = settings;
        this.runs = runs;
        this.reporter = reporter;
        // The runs, and the heartbeats during the longest of them.
        scheduler.setPoolSize(2);
        scheduler.setThreadNamePrefix("price-feed-");
        scheduler.setAwaitTerminationMillis(STOP_WITHIN.toMillis());
    }

    @Override
    public void start() {
        scheduler.initialize();
        // A run ends with an outcome and never throws.
        var _ = scheduler.schedule(
                () -> reporter.report(runs.run()), new CronTrigger(settings.cron(), settings.zone()));
        var _ = scheduler.scheduleWithFixedDelay(runs::heartbeat, HEARTBEAT);
        LOG.info("The source of prices is {}; its schedule is '{}'", settings.source(), settings.cron());
        running = true;
    }

    /** Interrupts the current run. The next run, here or on another instance, asks for its quotes again. */
    @Override
    public void stop() {
        running = false;
        scheduler.shutdown();
        runs.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
