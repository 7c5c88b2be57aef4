package io.trakkit.ingest.publish;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.portfolio.PortfolioName;
import io.trakkit.ingest.testing.IngestTest;
import io.trakkit.ingest.testing.Servers;
import io.trakkit.ingest.testing.TestLog;
import io.trakkit.wire.event.PortfolioCodec;
import io.trakkit.wire.event.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class PortfolioLogTest extends IngestTest {

    private final TestLog topic = new TestLog(Topics.PORTFOLIOS, Servers.kafka());
    private final Portfolio portfolio = newPortfolio();
    private final PortfolioLog log;

    PortfolioLogTest(@Autowired PortfolioLog log) {
        this.log = log;
    }

    /** Until then nobody can write a portfolio. */
    @AfterEach
    void bringTheTableUpToDate() {
        readPortfolios();
    }

    @Test
    void aCreationIsTakenBackByATombstone() {
        TestLog.Mark mark = topic.mark();
        log.publish(portfolio);

        log.takeBack(portfolio.id(), Optional.empty());

        List<TestLog.Written> written = awaitTwo(mark);
        assertThat(written.getLast().key()).isEqualTo(portfolio.id().toString());
        assertThat(written.getLast().record().value()).isNull();
    }

    @Test
    void aRenameIsTakenBackByTheFormerState() {
        TestLog.Mark mark = topic.mark();
        log.publish(portfolio.renamed(
                new PortfolioName("Pension"), portfolio.updatedAt().plus(Duration.ofDays(1))));

        log.takeBack(portfolio.id(), Optional.of(portfolio));

        assertThat(new PortfolioCodec().decode(awaitTwo(mark).getLast().record().value()))
                .isEqualTo(portfolio);
    }

    private List<TestLog.Written> awaitTwo(TestLog.Mark mark) {
        patiently().until(() -> topic.since(mark).size() == 2);
        return topic.since(mark);
    }
}
