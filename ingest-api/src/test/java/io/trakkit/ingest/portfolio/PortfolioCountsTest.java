package io.trakkit.ingest.portfolio;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.store.log.LogPartition;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class PortfolioCountsTest {

    private static final ClientId ACME = new ClientId("acme");
    private static final LogPartition TOPIC = new LogPartition(new UUID(1, 1), 0);
    private static final LogPartition OTHER_TOPIC = new LogPartition(new UUID(2, 2), 0);

    private final PortfolioCounts counts = new PortfolioCounts();
    private final AtomicInteger counted = new AtomicInteger();

    private LongSupplier table(long portfolios) {
        return () -> {
            counted.incrementAndGet();
            return portfolios;
        };
    }

    @Test
    void theTableIsCountedAgainOnlyWhenTheOffsetsSinceMayReachTheLimit() {
        assertThat(counts.isReached(ACME, 10, TOPIC.at(100), table(6))).isFalse();
        assertThat(counts.isReached(ACME, 10, TOPIC.at(103), table(7))).isFalse();
        assertThat(counted).hasValue(1);

        assertThat(counts.isReached(ACME, 10, TOPIC.at(104), table(7))).isFalse();
        assertThat(counted).hasValue(2);
        assertThat(counts.isReached(ACME, 10, TOPIC.at(107), table(10))).isTrue();
    }

    @Test
    void aLimitThatWasReachedIsKnownUntilItIsRaised() {
        assertThat(counts.isReached(ACME, 10)).isFalse();
        counts.isReached(ACME, 10, TOPIC.at(100), table(10));

        assertThat(counts.isReached(ACME, 10)).isTrue();
        assertThat(counts.isReached(ACME, 11)).isFalse();
        assertThat(counts.isReached(new ClientId("beta"), 10)).isFalse();
    }

    @Test
    void offsetsOfAnotherTopicSayNothing() {
        counts.isReached(ACME, 10, TOPIC.at(100), table(6));

        assertThat(counts.isReached(ACME, 10, OTHER_TOPIC.at(1), table(10))).isTrue();
        assertThat(counts.isReached(ACME, 12, OTHER_TOPIC.at(0), table(11))).isFalse();
        assertThat(counted).hasValue(3);
    }
}
