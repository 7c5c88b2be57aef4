package io.trakkit.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.bench.log.Portfolios;
import io.trakkit.bench.log.RandomTrades;
import io.trakkit.bench.log.Topic;
import io.trakkit.bench.peer.CopyPeer;
import io.trakkit.bench.peer.Crew;
import io.trakkit.bench.peer.PlainPeer;
import io.trakkit.bench.peer.StreamsPeer;
import io.trakkit.bench.report.ProgressLog;
import io.trakkit.bench.report.Rate;
import io.trakkit.bench.site.Launch;
import io.trakkit.bench.site.Site;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bench in small: who is compared does the same work. Says nothing about time. */
class PeersIT {

    private static final int TRADES = 2_000;
    private static final int KEYS = 300;

    private static final String EVENTS = """
            SELECT event_id, type, portfolio_id, ticker, ref_id, fingerprint, occurred_at, topic_id, partition,
                   log_offset, payload
            FROM events ORDER BY event_id""";

    private static final String TRADES_ROWS = """
            SELECT ref_id, portfolio_id, ticker, user_id, side, security_type, volume, price, status,
                   executed_at, state, version, fingerprint, created_at, updated_at, fee, tax, currency, fx_rate, fx_looked_up
            FROM trades ORDER BY ref_id""";

    private static final String SUMMARIES = """
            SELECT portfolio_id, ticker, trim_scale(held), trim_scale(cost), trim_scale(realised), last_executed_at,
                   trades, version, updated_at
            FROM summaries ORDER BY portfolio_id, ticker""";

    @TempDir
    Path folder;

    @Test
    void theWorkerAndItsPeersWriteTheSameRows() throws Exception {
        try (Site site = Site.start(folder, Launch.AS_DEPLOYED.untrained())) {
            try (Connection template = site.databases().connectToTemplate()) {
                Portfolios.insert(template);
            }
            Topic topic = Topic.fresh(site);
            topic.load(RandomTrades.uniform(TRADES, KEYS), new ProgressLog());

            WorkerRun run = WorkerRun.drain(
                    new Setup(site, 1, 1, false, 10, VisibleOptions.DEFAULT, new ProgressLog()), "by_worker", TRADES);
            site.databases().create("by_copy");
            try (Crew crew = CopyPeer.start(site, topic, "by_copy", run.threads())) {
                Rate.watch(crew::done, TRADES, new ProgressLog());
            }
            site.databases().create("by_plain");
            try (Crew crew = PlainPeer.start(site, topic, "by_plain")) {
                Rate.watch(crew::done, TRADES, new ProgressLog());
            }

            try (StreamsPeer peer = StreamsPeer.start(site, 100, 2).ready()) {
                peer.requireRight(topic);
                assertThat(peer.done()).isEqualTo(TRADES);
            }

            for (String peer : List.of("by_copy", "by_plain")) {
                assertThat(rows(site, peer, EVENTS)).isEqualTo(rows(site, "by_worker", EVENTS));
                assertThat(rows(site, peer, TRADES_ROWS)).isEqualTo(rows(site, "by_worker", TRADES_ROWS));
            }
            assertThat(rows(site, "by_plain", SUMMARIES)).isEqualTo(rows(site, "by_worker", SUMMARIES));
        }
    }

    private static List<String> rows(Site site, String database, String query) throws SQLException {
        try (Connection connection = site.databases().connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT r::text FROM (" + query + ") AS r")) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }
}
