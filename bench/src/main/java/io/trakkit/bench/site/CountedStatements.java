package io.trakkit.bench.site;

import io.trakkit.testing.PostgresRequests;
import io.trakkit.testing.Proxy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;

/** Stands between an app and PostgreSQL, and counts what the app sends. Makes each round trip longer: for counting only. */
public final class CountedStatements implements AutoCloseable {

    private final AtomicLong roundTrips = new AtomicLong();
    private final AtomicLong statements = new AtomicLong();
    private final Proxy proxy;

    CountedStatements(int port) {
        proxy = Proxy.before(port, new Counted());
    }

    /** How much has been sent. */
    public record Count(long roundTrips, long statements) {

        public Count since(Count earlier) {
            return new Count(roundTrips - earlier.roundTrips, statements - earlier.statements);
        }
    }

    int port() {
        return proxy.port();
    }

    public Count now() {
        return new Count(roundTrips.get(), statements.get());
    }

    private final class Counted implements Proxy.Replies {

        private final PostgresRequests requests = new PostgresRequests(this::count);

        private void count(int letter) {
            if (PostgresRequests.isStatement(letter)) {
                statements.incrementAndGet();
            }
            if (PostgresRequests.isWait(letter)) {
                roundTrips.incrementAndGet();
            }
        }

        @Override
        public void pass(InputStream server, OutputStream app, Proxy through) throws IOException {
            server.transferTo(app);
        }

        @Override
        public Proxy.Replies ofConnection() {
            return new Counted();
        }

        @Override
        public void beforeRequest(byte[] bytes, int length) {
            requests.sent(bytes, 0, length);
        }
    }

    @Override
    public void close() {
        proxy.close();
    }
}
