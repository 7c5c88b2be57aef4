package io.trakkit.worker.log;

import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Up while the log is being applied. An alarm, a consumer that died and one that does not get on show here. */
final class LogHealth implements HealthIndicator {

    private final TradesConsumption consumption;
    private final Alarm alarm;
    private final EndlessRetry retry;

    LogHealth(TradesConsumption consumption, Alarm alarm, EndlessRetry retry) {
        this.consumption = consumption;
        this.alarm = alarm;
        this.retry = retry;
    }

    @Override
    public Health health() {
        return alarm.reason()
                .map(reason -> Health.down().withDetail("alarm", reason).build())
                .orElseGet(this::healthWithoutAlarm);
    }

    private Health healthWithoutAlarm() {
        if (!consumption.isReading()) {
            return Health.down()
                    .withDetail("reason", "The log is not being read")
                    .build();
        }
        List<String> failures = retry.lasting();
        return failures.isEmpty()
                ? Health.up().build()
                : Health.down().withDetail("tried_again", failures).build();
    }
}
