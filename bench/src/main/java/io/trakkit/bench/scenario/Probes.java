package io.trakkit.bench.scenario;

import io.trakkit.bench.http.HttpConnection;
import io.trakkit.bench.http.Latencies;
import io.trakkit.bench.http.Load;
import io.trakkit.bench.log.RandomTrades;
import io.trakkit.bench.log.TradeText;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Trades on keys of their own, each followed until its summary shows it. */
public final class Probes {

    public static final int PER_SECOND = 30;
    public static final int EVERY_MILLIS = 4;

    /** More than can be under way; the next trade of a key comes long after the one before. */
    private static final int KEYS = 600;

    /** Enough that none has to wait for another: each takes a fraction of a second. */
    private static final int CONNECTIONS = 48;

    /** A tenth of the time is near enough. */
    private static final int SHARE_OF_WAIT = 10;

    private static final int UNAVAILABLE = 503;
    private static final Pattern VERSION = Pattern.compile("\"version\":(\\d+)");
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    private final URI ingest;
    private final URI query;
    private final String key;
    private final LongAdder refused = new LongAdder();
    private long begun;

    /** @param key for both apps */
    public Probes(URI ingest, URI query, String key) {
        this.ingest = ingest;
        this.query = query;
        this.key = key;
    }

    public Latencies run(double seconds) throws Exception {
        long first = begun;
        begun += (long) (PER_SECOND * seconds);
        return new Load(ingest, CONNECTIONS)
                .open(PER_SECOND, seconds, (connection, number) -> follow(connection, first + number))
                .latencies();
    }

    /** How many posts of probes have been answered 503 so far. */
    public long refused() {
        return refused.sum();
    }

    private boolean follow(HttpConnection toIngest, long probe) throws IOException {
        String ticker = "PROBE%03d".formatted(probe % KEYS);
        long version = probe / KEYS + 1;
        String owner = RandomTrades.owner(RandomTrades.SMALL_PORTFOLIO).value();
        String body = """
                {"ref_id":"probe-%d","user_id":"%s","portfolio":%d,"trade_type":1,"security_type":"stock",\
                "ticker":"%s","volume":1,"amount":"100","status":"success"%s}""".formatted(probe, owner, RandomTrades.SMALL_PORTFOLIO, ticker, TradeText.CHARGED);
        long limit = System.nanoTime() + PATIENCE;
        byte[] post = HttpConnection.withKey(HttpConnection.post(ingest, Posts.TRADE, body), key);
        int status = toIngest.exchange(post).status();
        // Told to come again, it does, as a broker would; its time has begun all the same.
        while (status == UNAVAILABLE && System.nanoTime() < limit) {
            refused.increment();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(EVERY_MILLIS));
            status = toIngest.exchange(post).status();
        }
        if (status != Posts.ACCEPTED) {
            throw new IllegalStateException("A probe was answered " + status);
        }
        String path = "/api/v1/portfolio-summary/?user_id=%s&portfolio_id=%d&ticker=%s"
                .formatted(owner, RandomTrades.SMALL_PORTFOLIO, ticker);
        byte[] question = HttpConnection.withKey(HttpConnection.get(query, path), key);
        long began = System.nanoTime();
        try (HttpConnection toQuery = HttpConnection.to(query)) {
            while (shown(toQuery.exchange(question)) < version) {
                if (System.nanoTime() > limit) {
                    throw new IllegalStateException("The summary never shows probe " + probe);
                }
                LockSupport.parkNanos(pause(System.nanoTime() - began));
            }
        }
        return true;
    }

    /** Where it takes long it is asked more seldom: those who wait must not be what there is to wait for. */
    private static long pause(long waited) {
        return Math.max(TimeUnit.MILLISECONDS.toNanos(EVERY_MILLIS), waited / SHARE_OF_WAIT);
    }

    private static long shown(HttpConnection.Answer answer) {
        if (answer.status() != 200) {
            throw new IllegalStateException("A summary was answered " + answer.status());
        }
        Matcher version = VERSION.matcher(answer.text());
        return version.find() ? Long.parseLong(version.group(1)) : 0;
    }
}
