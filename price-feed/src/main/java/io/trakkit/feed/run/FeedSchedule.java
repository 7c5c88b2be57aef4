package io.trakkit.feed.run;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.scheduling.support.CronTrigger;

/** Begins the runs when the settings say so; one that takes longer makes the next one late, not run beside it. */
final class FeedSchedule implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(FeedSchedule.class);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

    /** How long an instance that leads may be silent before the database gives the lead to another one. */
    static final Duration SILENCE = Duration.ofSeconds(60);

    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(10);

    private final FeedSettings settings;
    private final FeedRuns runs;
    private final ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
    private volatile boolean running;

    FeedSchedule(FeedSettings settings, FeedRuns runs) {
        this.settings = settings;
        this.runs = runs;
        // The runs, and the signs of life during the longest of them.
        scheduler.setPoolSize(2);
        scheduler.setThreadNamePrefix("price-feed-");
        scheduler.setAwaitTerminationMillis(STOP_WITHIN.toMillis());
    }

    @Override
    public void start() {
        scheduler.initialize();
        // A run ends with an outcome and never throws.
        var _ = scheduler.schedule(runs::run, new CronTrigger(settings.cron(), settings.zone()));
        var _ = scheduler.scheduleWithFixedDelay(runs::sayAlive, SIGN_OF_LIFE);
        LOG.info("The source of prices is {}; its schedule is '{}'", settings.source(), settings.cron());
        running = true;
    }

    /** Interrupts a run that is under way: its quotes are asked for again by the next one, here or elsewhere. */
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
