package io.trakkit.worker.log;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Up while the log is being read. A consumer thread that died, or an alarm, shows here. */
final class LogHealth implements HealthIndicator {

    private final TradesConsumption consumption;
    private final Alarm alarm;

    LogHealth(TradesConsumption consumption, Alarm alarm) {
        this.consumption = consumption;
        this.alarm = alarm;
    }

    @Override
    public Health health() {
        if (alarm.reason().isPresent()) {
            return Health.down().withDetail("alarm", alarm.reason().get()).build();
        }
        return consumption.isReading()
                ? Health.up().build()
                : Health.down()
                        .withDetail("reason", "The log is not being read")
                        .build();
    }
}
