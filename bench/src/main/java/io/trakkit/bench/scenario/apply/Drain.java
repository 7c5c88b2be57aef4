package io.trakkit.bench.scenario.apply;

import io.trakkit.bench.log.RandomTrades;
import io.trakkit.bench.log.Topic;
import io.trakkit.bench.peer.ConnectPeer;
import io.trakkit.bench.peer.CopyPeer;
import io.trakkit.bench.peer.Crew;
import io.trakkit.bench.peer.PlainPeer;
import io.trakkit.bench.peer.StreamsPeer;
import io.trakkit.bench.report.Figure;
import io.trakkit.bench.report.Rate;
import io.trakkit.bench.report.Result;
import io.trakkit.bench.report.Target;
import io.trakkit.bench.scenario.Scenario;
import io.trakkit.bench.scenario.Setup;
import io.trakkit.bench.scenario.WorkerRun;
import io.trakkit.bench.site.Site;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A topic of a million trades on a hundred thousand keys into summaries. */
public final class Drain implements Scenario {

    private static final int TRADES = 1_000_000;
    private static final int KEYS = 100_000;

    /** What is many times slower shows its rate in so long; of it, too, the first part is left out. */
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

    /** The default of exactly once. */
    private static final int STREAMS_COMMIT_MILLIS = 100;

    private static final String DATABASE = "drain";
    private static final String UNIT = "trades/s";
    private static final String SUSTAINED =
            "sustained: the first %.0f %% of the trades are left out".formatted(100 * Rate.WARM_UP);
    private static final String COST = "processor time per million trades: ";

    private final List<Double> worker = new ArrayList<>();
    private final List<Double> copy = new ArrayList<>();
    private final List<Double> plain = new ArrayList<>();
    private final List<Double> connect = new ArrayList<>();
    private final List<Double> streams = new ArrayList<>();
    private String connectFailure = "could not be had; ./mvnw -f bench/connect/pom.xml package tells why";
    private String cost = "";
    private String tenths = "";

    @Override
    public Result run(Setup setup) throws Exception {
        int trades = setup.scaled(TRADES);
        int keys = setup.scaled(KEYS);
        setup.progress().step("drain: filling the topic");
        Topic topic = Topic.fresh(setup.site());
        topic.load(RandomTrades.uniform(trades, keys), setup.progress());
        for (int round = 1; round <= setup.rounds(); round++) {
            String of = " (round %d of %d)".formatted(round, setup.rounds());
            setup.progress().step("drain: summary-worker" + of);
            WorkerRun run = WorkerRun.drain(setup, DATABASE, trades);
            worker.add(run.rate().sustained());
            cost = run.cost();
            tenths = run.rate().tenthsShown();
            if (!setup.peers()) {
                continue;
            }
            setup.progress().step("drain: COPY" + of);
            copy.add(copy(setup, topic, trades, run.threads()));
            setup.progress().step("drain: the plain way" + of);
            plain.add(plain(setup, topic, trades));
            setup.progress().step("drain: Kafka Streams" + of);
            streams.add(streams(setup, topic, trades, run.threads()));
            // Where it has failed once it is not waited for again.
            if (ConnectPeer.isThere() && connect.size() == round - 1) {
                setup.progress().step("drain: Kafka Connect" + of);
                connectOnce(setup, trades, run.threads());
            }
        }
        setup.site().databases().drop(DATABASE);
        return result("%,d trades on %,d keys".formatted(trades, keys));
    }

    private static double copy(Setup setup, Topic topic, int trades, int threads) throws Exception {
        Site site = setup.site();
        site.databases().create(DATABASE);
        try (Crew crew = CopyPeer.start(site, topic, DATABASE, threads)) {
            double rate = Rate.watch(crew::done, trades, setup.progress()).sustained();
            try (Connection connection = site.databases().connect(DATABASE)) {
                WorkerRun.requireAll(connection, trades);
            }
            return rate;
        }
    }

    private static double plain(Setup setup, Topic topic, int trades) throws Exception {
        setup.site().databases().create(DATABASE);
        Crew crew = PlainPeer.start(setup.site(), topic, DATABASE);
        double rate;
        try (crew) {
            rate = Rate.watch(crew::done, trades, LONG_ENOUGH, setup.progress()).sustained();
        }
        try (Connection connection = setup.site().databases().connect(DATABASE)) {
            WorkerRun.requireAll(connection, crew.done());
        }
        return rate;
    }

    private static double streams(Setup setup, Topic topic, int trades, int threads) throws Exception {
        try (StreamsPeer peer = StreamsPeer.start(setup.site(), STREAMS_COMMIT_MILLIS, threads)) {
            double rate = Rate.watch(peer::done, trades, setup.progress()).sustained();
            peer.requireRight(topic);
            return rate;
        }
    }

    /** A peer, without a target: if it fails, the table says so. */
    private void connectOnce(Setup setup, int trades, int tasks) throws SQLException, IOException {
        try {
            connect.add(connect(setup, trades, tasks));
        } catch (IllegalStateException e) {
            connectFailure = e.toString();
        }
    }

    private static double connect(Setup setup, int trades, int tasks) throws SQLException, IOException {
        setup.site().databases().create(DATABASE);
        try (ConnectPeer peer = ConnectPeer.start(setup.site(), DATABASE, tasks)) {
            Rate rate = Rate.watch(peer::done, trades, LONG_ENOUGH, setup.progress());
            peer.require(rate.done());
            return rate.sustained();
        }
    }

    private Result result(String setting) {
        Figure ours = Figure.of("summary-worker", UNIT, worker);
        if (copy.isEmpty()) {
            return new Result(
                    "drain",
                    setting,
                    List.of(ours.with(Target.atLeast(30_000, "", ours.median()))),
                    List.of(SUSTAINED, COST + cost));
        }
        Figure limit = Figure.of("(a) COPY into the same tables", UNIT, copy).beside(ours);
        Figure plainWay = Figure.of("(b) a transaction per trade", UNIT, plain).beside(ours);
        double ofLimit = 100 * ours.median() / limit.median();
        double timesPlain = ours.median() / plainWay.median();
        List<Figure> figures = new ArrayList<>();
        figures.add(ours.with(Target.atLeast(30_000, "", ours.median())));
        figures.add(limit.with(Target.atLeast(75, " %", ofLimit)));
        figures.add(plainWay.with(Target.atLeast(4, " ×", timesPlain)));
        List<String> notes = new ArrayList<>();
        notes.add(SUSTAINED);
        notes.add("summary-worker by tenths, the last round: " + tenths);
        notes.add("(b) with %d connections, for %d s".formatted(PlainPeer.CONNECTIONS, LONG_ENOUGH.toSeconds()));
        Figure stream =
                Figure.of("(c) Kafka Streams, state only", UNIT, streams).beside(ours);
        figures.add(stream.with(Target.atLeast(100, " %", 100 * ours.median() / stream.median())));
        notes.add(
                "(c) does less: average cost by key in RocksDB, exactly once with a commit interval of %d ms; no journal, no"
                                .formatted(STREAMS_COMMIT_MILLIS)
                        + " SQL, no repeats by ref_id; its state was compared with the log");
        if (connect.isEmpty()) {
            notes.add("(d) Kafka Connect: " + connectFailure);
        } else {
            figures.add(Figure.of("(d) Connect, Debezium's JDBC sink", UNIT, connect)
                    .beside(ours));
            notes.add("(d) does less: one flat table, no journal, no summary, no lock");
        }
        notes.add(COST + cost);
        return new Result("drain", setting, figures, notes);
    }
}
