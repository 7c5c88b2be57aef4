package io.trakkit.query;

import io.trakkit.store.projection.Generations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.dao.DataAccessException;

/** Up if the database answers and has a live generation. */
final class ReadModelHealth implements HealthIndicator {

    private final Generations generations;

    ReadModelHealth(Generations generations) {
        this.generations = generations;
    }

    @Override
    public Health health() {
        try {
            return Health.up()
                    .withDetail("generation", generations.live().number())
                    .build();
        } catch (DataAccessException e) {
            return Health.down()
                    .withDetail("reason", "The database is unavailable, or it has no read model yet")
                    .build();
        }
    }
}
