package io.trakkit.faults;

import io.trakkit.faults.site.App;
import io.trakkit.testing.PostgresReplies;
import io.trakkit.testing.Proxy;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/** Connections that break, stand still and are slow; replies that never come; locks that somebody holds. */
final class NetworkFaults {

    private static final Duration SLOW = Duration.ofMillis(50);
    private static final int EACH_SO_MANY = 3;

    private final Scene scene;

    NetworkFaults(Scene scene) {
        this.scene = scene;
    }

    /** The connection breaks after PostgreSQL has committed and before the worker hears of it. */
    void loseReplies(int times) {
        PostgresReplies replies = scene.site().workerReplies();
        replies.loseReplies(times, EACH_SO_MANY);
        scene.await(
                "the worker does not get on with its COMMITs",
                Duration.ofSeconds(60L + times),
                () -> replies.repliesToLose() == 0);
    }

    /** Cut, stalled and slowed, to PostgreSQL and to the broker, in turns. */
    void disturb(int times, Duration stall) throws Exception {
        for (int i = 0; i < times; i++) {
            switch (i % 5) {
                case 0 -> cut("PostgreSQL", scene.site().toDatabase());
                case 1 -> cut("the broker", scene.site().toBroker());
                case 2 -> stall("PostgreSQL", scene.site().toDatabase(), stall);
                case 3 -> stall("the broker", scene.site().toBroker(), stall);
                default -> slow(stall);
            }
        }
    }

    private void cut(String to, List<Proxy> connections) throws Exception {
        scene.suffer("connections to " + to + " cut", () -> {
            scene.passUpTo(Duration.ofMillis(300));
            connections.forEach(Proxy::cut);
        });
    }

    private void stall(String to, List<Proxy> connections, Duration time) throws Exception {
        scene.suffer("connections to %s stalled for %d s".formatted(to, time.toSeconds()), () -> {
            scene.passUpTo(Duration.ofMillis(300));
            connections.forEach(Proxy::stall);
            scene.pass(time);
        });
    }

    private void slow(Duration time) throws Exception {
        scene.suffer("all connections slower by 50 ms for %d s".formatted(time.toSeconds()), () -> {
            scene.site().proxies().forEach(proxy -> proxy.slow(SLOW));
            scene.pass(time);
        });
    }

    /** Somebody has locked all summaries: every connection of the worker waits, and none is left for anything else. */
    void holdLocks(int times) throws Exception {
        for (int i = 0; i < times; i++) {
            // Each of its threads has to have something to wait for.
            scene.await("the group does not share the log out", Scene.RECOVERY, scene.backlog()::isSharedOut);
            scene.suffer("the worker's connections exhausted by held locks", () -> {
                long read = scene.witness().counted("read");
                long posted = scene.witness().counted("posted");
                try (Connection connection = scene.site().database().connect();
                        Statement statement = connection.createStatement()) {
                    connection.setAutoCommit(false);
                    statement.execute("""
                            SELECT FROM summaries ORDER BY client_id, generation, portfolio_id, ticker FOR UPDATE
                            """);
                    scene.expectReadiness(App.Health.DOWN, scene.site().worker());
                    connection.rollback();
                }
                if (scene.witness().counted("read") == read) {
                    scene.witness().violation("Nothing could be read while summaries were locked");
                }
                if (scene.witness().counted("posted") == posted) {
                    scene.witness().violation("Nothing could be posted while summaries were locked");
                }
            });
        }
    }
}
