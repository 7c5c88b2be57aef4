package io.trakkit.faults;

import io.trakkit.faults.load.Http;
import io.trakkit.faults.site.Jars;
import io.trakkit.faults.site.Up;
import io.trakkit.standalone.embedded.EmbeddedServers;
import io.trakkit.testing.Seed;
import io.trakkit.wire.event.LogPartitioner;
import io.trakkit.wire.event.Topics;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * {@code ./trakkit up}, killed at random moments and started again on the same data: while it starts, right after it says
 * {@code ready}, or seconds later under a light load. Broker and consumers die together, PostgreSQL and Redis live on. After
 * each {@code ready} a trade is posted to each partition, and all must soon be applied.
 */
final class Restarts {

    /** In every build. */
    static final int SHORT = 10;

    /** In the form of the soak. */
    static final int LONG = 200;

    /** From {@code ready} until the trades of all partitions are applied. */
    private static final Duration LIMIT = Duration.ofSeconds(15);

    /** After which it goes on, having failed: longer than any session. */
    private static final Duration GIVEN_UP = Duration.ofMinutes(1);

    /** At a time, each on data of its own: one waits while the other starts. */
    private static final int LANES = 2;

    private static final Duration LONGEST_RUN = Duration.ofSeconds(8);
    private static final Duration BETWEEN_TRADES = Duration.ofMillis(50);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final int ACCEPTED = 202;
    private static final int FOUND = 200;
    private static final int CREATED = 201;

    private final int restarts;
    private final Seed seed;
    private final Path folder;
    private final Consumer<String> output;
    private final List<Duration> times = Collections.synchronizedList(new ArrayList<>());
    private final List<String> findings = Collections.synchronizedList(new ArrayList<>());

    Restarts(int restarts, Seed seed, Path folder, Consumer<String> output) {
        this.restarts = restarts;
        this.seed = seed;
        this.folder = folder;
        this.output = output;
    }

    /** What does not hold; nothing, if all is well. */
    List<String> run() throws IOException {
        Path jar = Jars.unpackedStandalone(folder.resolve("standalone"));
        output.accept("%s; logs and data in %s".formatted(seed, folder));
        List<CompletableFuture<Void>> lanes = new ArrayList<>();
        for (int i = 0; i < LANES; i++) {
            int lane = i;
            int share = restarts / LANES + (lane < restarts % LANES ? 1 : 0);
            lanes.add(CompletableFuture.runAsync(
                    () -> new Lane(jar, lane, seed.plus(lane).random()).run(share),
                    command -> Thread.ofPlatform().name("lane-" + lane).start(command)));
        }
        lanes.forEach(CompletableFuture::join);
        List<Duration> sorted = times.stream().sorted().toList();
        if (sorted.isEmpty()) {
            return List.copyOf(findings);
        }
        output.accept(
                "%d restarts; from 'ready' until every partition was applied: median %d ms, p99 %d ms, longest %d ms"
                        .formatted(
                                sorted.size(),
                                sorted.get(sorted.size() / 2).toMillis(),
                                sorted.get(sorted.size() * 99 / 100).toMillis(),
                                sorted.getLast().toMillis()));
        return List.copyOf(findings);
    }

    /** One installation and its restarts, one after the other. */
    private final class Lane {

        private final Path jar;
        private final int number;
        private final RandomGenerator random;
        private final Path data;
        private final Path log;
        private final Map<Integer, String> tickers = tickers();
        private final List<String> acknowledged = new ArrayList<>();
        private int posted;
        private Duration start = LONGEST_RUN;

        private Lane(Path jar, int number, RandomGenerator random) {
            this.jar = jar;
            this.number = number;
            this.random = random;
            data = folder.resolve("lane-" + number);
            log = folder.resolve("lane-" + number + ".log");
        }

        private void run(int times) {
            try {
                createPortfolio();
                for (int i = 1; i <= times; i++) {
                    restart(i);
                }
                requireAllAcknowledged();
            } catch (IOException e) {
                findings.add("lane %d: %s; see %s".formatted(number, e.getMessage(), log));
            } finally {
                EmbeddedServers.stopLeftBehind(data);
            }
        }

        /** The JVM keeps the classes of this start, which ends by itself, for the others. */
        private void createPortfolio() throws IOException {
            try (Up up = Up.start(jar, data, log)) {
                Http.Answer answer = Http.send(
                        "POST",
                        up.awaitReady().resolve("/api/v1/portfolio/"),
                        "{\"user_id\": \"u\", \"name\": \"p\"}",
                        Map.of(),
                        ANSWER);
                if (answer.status() != CREATED) {
                    throw new IOException("No portfolio could be created: " + answer.inShort());
                }
            }
        }

        /** Starts it, perhaps kills it before it is ready and starts it again, judges it, and kills it. */
        private void restart(int i) throws IOException {
            String killed = "";
            while (random.nextInt(3) == 0) {
                Duration after = upTo(start);
                Up early = Up.start(jar, data, log);
                LockSupport.parkNanos(after.toNanos());
                early.kill();
                killed = ", after one that was killed %d ms after its start".formatted(after.toMillis());
            }
            Up up = Up.start(jar, data, log);
            try {
                long started = System.nanoTime();
                URI address = up.awaitReady();
                long ready = System.nanoTime();
                start = Duration.ofNanos(ready - started);
                Duration applied = judge(address, ready);
                output.accept("lane %d, restart %d: ready after %.1f s%s; all partitions applied %d ms later"
                        .formatted(number, i, start.toMillis() / 1e3, killed, applied.toMillis()));
                load(address, upTo(LONGEST_RUN));
            } finally {
                up.kill();
            }
        }

        private Duration upTo(Duration most) {
            return Duration.ofNanos(random.nextLong(most.toNanos()));
        }

        private Duration judge(URI address, long ready) throws IOException {
            Map<String, Integer> waiting = new HashMap<>();
            for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
                waiting.put(post(address, partition), partition);
            }
            while (!waiting.isEmpty() && System.nanoTime() < ready + GIVEN_UP.toNanos()) {
                waiting.keySet().removeIf(refId -> isApplied(address, refId));
                LockSupport.parkNanos(LOOK.toNanos());
            }
            Duration took = Duration.ofNanos(System.nanoTime() - ready);
            times.add(took);
            if (took.compareTo(LIMIT) > 0) {
                Set<Integer> still = new TreeSet<>(waiting.values());
                findings.add("lane %d: %d ms after 'ready' %s; health: %s"
                        .formatted(
                                number,
                                took.toMillis(),
                                still.isEmpty()
                                        ? "all partitions were applied, more than %d s are too long"
                                                .formatted(LIMIT.toSeconds())
                                        : "the partitions %s were not applied".formatted(still),
                                Http.get(address.resolve("/actuator/health"), ANSWER)
                                        .inShort()));
            }
            return took;
        }

        /** Posts until a trade of that partition is acknowledged; returns its ref_id. */
        private String post(URI address, int partition) throws IOException {
            long limit = System.nanoTime() + ANSWER.toNanos();
            while (true) {
                String refId = "lane-%d-%d".formatted(number, ++posted);
                Http.Answer answer = Http.send(
                        "POST",
                        address.resolve("/api/v1/trade/"),
                        """
                        {"ref_id": "%s", "user_id": "u", "portfolio": 1, "trade_type": 1, "security_type": "stock",
                         "ticker": "%s", "volume": 1, "amount": "2.50", "status": "success"}""".formatted(refId, tickers.get(partition)),
                        Map.of(),
                        ANSWER);
                if (answer.status() == ACCEPTED) {
                    acknowledged.add(refId);
                    return refId;
                }
                if (System.nanoTime() > limit) {
                    throw new IOException("A trade is not acknowledged: " + answer.inShort());
                }
                LockSupport.parkNanos(LOOK.toNanos());
            }
        }

        private boolean isApplied(URI address, String refId) {
            return Http.get(address.resolve("/api/v1/trade/" + refId + "/"), ANSWER)
                            .status()
                    == FOUND;
        }

        private void load(URI address, Duration time) throws IOException {
            long end = System.nanoTime() + time.toNanos();
            while (System.nanoTime() < end) {
                post(address, random.nextInt(Topics.PARTITIONS));
                LockSupport.parkNanos(BETWEEN_TRADES.toNanos());
            }
        }

        private void requireAllAcknowledged() throws IOException {
            try (Up up = Up.start(jar, data, log)) {
                URI address = up.awaitReady();
                long end = System.nanoTime() + LIMIT.toNanos();
                List<String> missing = new ArrayList<>(acknowledged);
                while (!missing.isEmpty() && System.nanoTime() < end) {
                    missing.removeIf(refId -> isApplied(address, refId));
                }
                if (!missing.isEmpty()) {
                    findings.add("lane %d: %d of %d acknowledged trades are not applied, %s first"
                            .formatted(number, missing.size(), acknowledged.size(), missing.getFirst()));
                }
                output.accept("lane %d: %d of %d acknowledged trades are applied"
                        .formatted(number, acknowledged.size() - missing.size(), acknowledged.size()));
            }
        }
    }

    /** A ticker for each partition, by the key of its trades. */
    private static Map<Integer, String> tickers() {
        Map<Integer, String> tickers = new HashMap<>();
        for (int i = 0; tickers.size() < Topics.PARTITIONS; i++) {
            String ticker = "T" + i;
            byte[] key = ("1:" + ticker).getBytes(StandardCharsets.UTF_8);
            tickers.putIfAbsent(LogPartitioner.partitionOf(key, Topics.PARTITIONS), ticker);
        }
        return tickers;
    }
}
