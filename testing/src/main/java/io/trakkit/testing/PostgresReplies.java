package io.trakkit.testing;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of PostgreSQL's protocol as they go from server to app, to know which command has been carried out:
 * its tag says so, however the command was prepared. Encryption must be off.
 */
public final class PostgresReplies implements Proxy.Replies {

    private static final char COMMAND_COMPLETE = 'C';
    private static final List<String> WRITES = List.of("INSERT", "UPDATE", "DELETE");
    private static final Set<String> ENDS = Set.of("COMMIT", "ROLLBACK");
    private static final int LONGEST_TAG = 64;
    private static final int LENGTH_OF_LENGTH = 4;

    private final AtomicInteger commitsToLose = new AtomicInteger();
    private final AtomicInteger commitsToPassBefore = new AtomicInteger();
    private final AtomicReference<@Nullable Trap> trap = new AtomicReference<>();
    private final AtomicReference<@Nullable Trap> requestTrap = new AtomicReference<>();
    private volatile int everyHowMany = 1;

    /** Holds a reply, so that the app does not hear of a command that has been carried out, or a request. */
    public static final class Trap {

        private final Predicate<String> tags;
        private final CountDownLatch sprung = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);
        private final Runnable first;

        private Trap(Predicate<String> tags, Runnable first) {
            this.tags = tags;
            this.first = first;
        }

        /** Waits until an app is in the trap. */
        public CountDownLatch sprung() {
            return sprung;
        }

        /** Lets the reply or the request pass. */
        public void release() {
            released.countDown();
        }
    }

    /**
     * Holds the next reply whose tag is such.
     *
     * @param first what to do before the reply is passed on
     */
    public Trap hold(Predicate<String> tags, Runnable first) {
        Trap set = new Trap(tags, first);
        trap.set(set);
        return set;
    }

    /** Holds what is sent next over the connection of the next COMMIT that changed something: PostgreSQL does not see it. */
    public Trap holdRequestAfterCommit() {
        Trap set = new Trap(_ -> false, () -> {});
        requestTrap.set(set);
        return set;
    }

    /** Breaks the connection after every n-th COMMIT, before the app hears of it. */
    public void loseReplies(int times, int eachOf) {
        everyHowMany = eachOf;
        commitsToPassBefore.set(eachOf - 1);
        commitsToLose.set(times);
    }

    /** How many replies are still to be lost. */
    public int repliesToLose() {
        return commitsToLose.get();
    }

    @Override
    public Proxy.Replies ofConnection() {
        return new OfConnection();
    }

    @Override
    public void pass(InputStream server, OutputStream app, Proxy through) throws IOException {
        ofConnection().pass(server, app, through);
    }

    /** The replies of one connection. */
    private final class OfConnection implements Proxy.Replies {

        private volatile @Nullable Trap beforeNext;

        @Override
        public void pass(InputStream server, OutputStream app, Proxy through) throws IOException {
            PostgresReplies.this.pass(server, app, through, () -> beforeNext = requestTrap.getAndSet(null));
        }

        @Override
        public void beforeRequest() {
            Trap set = beforeNext;
            if (set != null) {
                beforeNext = null;
                set.sprung.countDown();
                await(set.released);
            }
        }
    }

    private void pass(InputStream server, OutputStream app, Proxy through, Runnable committed) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(server, 64 * 1024));
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(app, 64 * 1024));
        boolean wrote = false;
        int type = in.read();
        while (type >= 0) {
            int length = in.readInt();
            byte[] body = in.readNBytes(length - LENGTH_OF_LENGTH);
            if (type == COMMAND_COMPLETE && body.length < LONGEST_TAG) {
                String tag = tag(body);
                if (isLost(tag, wrote)) {
                    return;
                }
                if (tag.equals("COMMIT") && wrote) {
                    committed.run();
                }
                wrote = !ENDS.contains(tag) && (wrote || WRITES.stream().anyMatch(tag::startsWith));
            }
            out.write(type);
            out.writeInt(length);
            out.write(body);
            if (in.available() == 0) {
                through.travel();
                out.flush();
            }
            type = in.read();
        }
    }

    private static String tag(byte[] body) {
        return new String(body, 0, body.length - 1, StandardCharsets.US_ASCII);
    }

    /** @param wrote whether its transaction has changed anything: a COMMIT of nothing is of no interest */
    private boolean isLost(String tag, boolean wrote) {
        boolean commitsNothing = tag.equals("COMMIT") && !wrote;
        Trap set = trap.get();
        if (set != null && !commitsNothing && set.tags.test(tag) && trap.compareAndSet(set, null)) {
            set.first.run();
            set.sprung.countDown();
            await(set.released);
        }
        return tag.equals("COMMIT") && wrote && takeOne();
    }

    private boolean takeOne() {
        if (commitsToLose.get() == 0 || commitsToPassBefore.getAndUpdate(left -> left > 0 ? left - 1 : 0) > 0) {
            return false;
        }
        commitsToPassBefore.set(everyHowMany - 1);
        return commitsToLose.getAndUpdate(left -> left > 0 ? left - 1 : 0) > 0;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
