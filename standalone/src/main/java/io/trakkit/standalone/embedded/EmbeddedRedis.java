package io.trakkit.standalone.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import redis.embedded.core.ExecutableProvider;

/**
 * Redis as a child process. It keeps nothing from run to run: the price feed fills it from the history. It listens on
 * loopback only and requires a password that only the user of this process can read.
 *
 * <pre>
 * redis.conf   written at every start; its path identifies a running server as that of this folder
 * redis.pid    the process number of a running server
 * redis.log    the output of the server
 * </pre>
 *
 * <p>As with PostgreSQL, a {@code kill -9} of this process leaves the server running, and the next start on the folder stops
 * it first. Only the program of the embedded Redis is used: its own launcher would pass a Ctrl-C on to the server, which
 * would end before the apps.
 */
public final class EmbeddedRedis implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final int ANSWER_MILLIS = 1_000;
    private static final int PASSWORD_BYTES = 24;
    private static final String TEXT_FILE_BUSY = "error: 26";

    private final Path folder;
    private final int port;
    private final String password;

    private EmbeddedRedis(Path folder, int port, String password) {
        this.folder = folder;
        this.port = port;
        this.password = password;
    }

    /**
     * Starts the server on a free port and waits until it answers.
     *
     * @param folder created if it does not exist; the caller keeps other processes away from it
     * @throws EmbeddedServerException with the output of Redis
     */
    public static EmbeddedRedis start(Path folder) {
        try {
            Folders.createForOwnerOnly(folder);
            Path real = folder.toRealPath();
            stopServerOf(real);
            byte[] random = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(random);
            EmbeddedRedis redis = new EmbeddedRedis(
                    real, LoopbackPorts.choose(0), HexFormat.of().formatHex(random));
            redis.launch();
            return redis;
        } catch (IOException e) {
            throw new EmbeddedServerException("Redis cannot use the folder %s: %s".formatted(folder, e), e);
        }
    }

    /** Stops a server that a killed process left running on the folder, so that the folder can be deleted. */
    static void stopLeftBehind(Path folder) {
        try {
            if (Files.exists(folder)) {
                stopServerOf(folder.toRealPath());
            }
        } catch (IOException e) {
            throw new EmbeddedServerException("Redis cannot use the folder %s: %s".formatted(folder, e), e);
        }
    }

    public String host() {
        return LoopbackPorts.HOST;
    }

    public int port() {
        return port;
    }

    public String password() {
        return password;
    }

    private void launch() throws IOException {
        Files.deleteIfExists(log());
        Files.writeString(configuration(folder), settings());
        Path program =
                ExecutableProvider.newJarResourceProvider(folder.toFile()).get().toPath();
        Process process = started(
                new ProcessBuilder(program.toString(), configuration(folder).toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile())));
        int status = ExitStatus.of(process, LIMIT);
        Instant limit = Instant.now().plus(LIMIT);
        while (status != 0 || !answers()) {
            // In this order: the server may write its process number between the two checks.
            boolean gone = pidOf(folder).isPresent() && serverOf(folder).isEmpty();
            if (status != 0 || gone || Instant.now().isAfter(limit)) {
                String said = Files.exists(log()) ? Files.readString(log()).strip() : "";
                stopServerOf(folder);
                throw new EmbeddedServerException("Redis does not start: " + said);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /**
     * Starts the program, and retries while its file is busy: it was written a moment ago, and a process that another thread
     * has forked since then, such as PostgreSQL's, holds the file open for writing until it runs its own program.
     */
    private static Process started(ProcessBuilder program) throws IOException {
        Instant limit = Instant.now().plus(LIMIT);
        while (true) {
            try {
                return program.start();
            } catch (IOException e) {
                if (!String.valueOf(e.getMessage()).contains(TEXT_FILE_BUSY)
                        || Instant.now().isAfter(limit)) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private String settings() {
        return """
                # Written by trakkit at every start; what is changed here is lost.
                bind %1$s
                port %2$d
                requirepass %3$s
                dir "%4$s"
                pidfile "%4$s/redis.pid"
                logfile "%4$s/redis.log"
                # A session of its own: a Ctrl-C in the terminal reaches only this process.
                daemonize yes
                # Keeps the command line, by which the server is known as ours.
                set-proc-title no
                save ""
                appendonly no
                databases 1
                maxmemory 64mb
                maxmemory-policy noeviction
                """.formatted(LoopbackPorts.HOST, port, password, folder);
    }

    /** Only the server of this folder accepts the password. */
    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral(LoopbackPorts.HOST), port), ANSWER_MILLIS);
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.getOutputStream().write(("AUTH " + password + "\r\n").getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readNBytes("+OK".length());
            return new String(answer, StandardCharsets.US_ASCII).equals("+OK");
        } catch (IOException e) {
            return false;
        }
    }

    private Path log() {
        return folder.resolve("redis.log");
    }

    private static Path configuration(Path folder) {
        return folder.resolve("redis.conf");
    }

    private static Path pidFile(Path folder) {
        return folder.resolve("redis.pid");
    }

    /** Empty until the server has written its process number. */
    private static Optional<Long> pidOf(Path folder) throws IOException {
        String pid = Files.exists(pidFile(folder))
                ? Files.readString(pidFile(folder)).strip()
                : "";
        return pid.matches("[0-9]{1,9}") ? Optional.of(Long.parseLong(pid)) : Optional.empty();
    }

    /** The running server of a folder. By now the number in the file may belong to another process, so the command is checked. */
    private static Optional<ProcessHandle> serverOf(Path folder) throws IOException {
        return pidOf(folder)
                .flatMap(ProcessHandle::of)
                .filter(process -> List.of(process.info().arguments().orElse(new String[0]))
                        .contains(configuration(folder).toString()));
    }

    private static void stopServerOf(Path folder) throws IOException {
        Optional<ProcessHandle> server = serverOf(folder);
        if (server.isPresent()) {
            server.get().destroy();
            Instant limit = Instant.now().plus(LIMIT);
            while (server.get().isAlive() && Instant.now().isBefore(limit)) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
            server.get().destroyForcibly();
        }
        Files.deleteIfExists(pidFile(folder));
    }

    /** Stops the server; its data is gone. */
    @Override
    public void close() {
        stopLeftBehind(folder);
    }
}
