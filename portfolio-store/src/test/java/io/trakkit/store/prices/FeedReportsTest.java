package io.trakkit.store.prices;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.store.prices.FeedReports.FeedReport;
import io.trakkit.store.testing.TestDatabase;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FeedReportsTest {

    private static final Instant FIRST = Instant.parse("2026-11-02T12:00:00.123456Z");
    private static final Instant SECOND = Instant.parse("2026-11-02T12:01:00Z");

    private final TestDatabase database = TestDatabase.create();
    private final FeedReports reports = new FeedReports(database.jdbc());

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theLastReportReplacesTheOneBeforeAndKeepsTheTimeOfTheLastGoodRun() {
        assertThat(reports.last()).isEmpty();

        reports.report(new FeedReport("http", "done", FIRST, Optional.of(FIRST), Optional.of(SECOND)));
        reports.report(new FeedReport("http", "source_failed", SECOND, Optional.empty(), Optional.empty()));

        assertThat(reports.last())
                .contains(new FeedReport("http", "source_failed", SECOND, Optional.of(FIRST), Optional.empty()));
    }
}
