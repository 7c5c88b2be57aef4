package io.trakkit.worker.log;

import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Up while the log is being applied. An alarm, a stand-by, a consumer that died and one that does not get on show here. */
final class LogHealth implements HealthIndicator {

    private final TradesConsumption consumption;
    private final Alarm alarm;
    private final StandBy standBy;
    private final EndlessRetry retry;

    LogHealth(TradesConsumption consumption, Alarm alarm, StandBy standBy, EndlessRetry retry) {
        this.consumption = consumption;
        this.alarm = alarm;
        this.standBy = standBy;
        this.retry = retry;
    }

    @Override
    public Health health() {
        return alarm.reason()
                .map(reason -> Health.down().withDetail("alarm", reason).build())
                .or(() -> standBy.reason()
                        .map(reason ->
                                Health.down().withDetail("stands_by", reason).build()))
                .orElseGet(this::healthWhileReading);
    }

    private Health healthWhileReading() {
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
