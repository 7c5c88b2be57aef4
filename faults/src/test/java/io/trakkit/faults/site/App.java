package io.trakkit.faults.site;

import io.trakkit.faults.load.Http;
import io.trakkit.testing.FreePorts;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** One of the apps, in a process of its own. */
public final class App extends Program {

    static final String HEAP = "256m";

    /** Far above what it takes, since the machine has all of them to run. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** What a health endpoint says. */
    public enum Health {
        UP,
        DOWN,
        SILENT
    }

    private final int port;
    private volatile boolean serving;

    /** Starts the app. */
    public App(String name, Supplier<List<String>> command, Path logs, int port) {
        super(name, command, logs);
        this.port = port;
    }

    /** Where it serves HTTP. */
    public URI uri() {
        return URI.create("http://" + FreePorts.HOST + ":" + port);
    }

    public Health liveness() {
        return health("liveness");
    }

    public Health readiness() {
        return health("readiness");
    }

    private Health health(String group) {
        Http.Answer answer = Http.get(uri().resolve("/actuator/health/" + group), LIMIT);
        return switch (answer.status()) {
            case 200 -> Health.UP;
            case Http.NO_ANSWER -> Health.SILENT;
            default -> Health.DOWN;
        };
    }

    /** Whether it has been alive since its start and nobody has hurt it: then it must say so when asked. */
    public boolean isServing() {
        return serving;
    }

    /** It has said that it is ready, and is held to it. */
    public void serves() {
        serving = true;
    }

    @Override
    public void kill() {
        serving = false;
        super.kill();
    }

    @Override
    public Duration stop() {
        serving = false;
        return super.stop();
    }

    /** SIGSTOP: it stands still, connections and all. */
    public void freeze() {
        serving = false;
        signal("STOP");
    }

    /** SIGCONT. */
    public void thaw() {
        signal("CONT");
        serving = true;
    }

    @Override
    public String toString() {
        return name();
    }
}
