package io.trakkit.standalone.embedded;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The files of one PostgreSQL server, and its start and stop:
 *
 * <pre>
 * data/                the data directory of PostgreSQL; absent or complete
 * password             the password of the only user
 * postgresql.log       the output of the server since its last start
 * postgresql.log.1     the output of the run before
 * </pre>
 */
final class PostgresCluster {

    static final String USER = "trakkit";

    private static final String SECONDS_TO_START_OR_STOP = "120";

    /** Messages after which a start is retried: processes that a killed server has left end soon. */
    private static final List<String> STILL_HELD = List.of("Terminate any old server", "Is another postmaster");

    private static final Duration LIMIT_FOR_THE_DYING = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Path folder;
    private final PostgresPrograms programs;

    /** @param folder created if it does not exist */
    PostgresCluster(Path folder, PostgresPrograms programs) throws IOException {
        Folders.createForOwnerOnly(folder);
        this.folder = folder.toRealPath();
        this.programs = programs;
    }

    Path data() {
        return folder.resolve("data");
    }

    Path log() {
        return folder.resolve("postgresql.log");
    }

    /** A random password, because every user of the machine reaches the port; only the user of this process can read it. */
    String password() throws IOException {
        return Files.readString(passwordFile()).strip();
    }

    private Path passwordFile() {
        return folder.resolve("password");
    }

    private Path pidFile() {
        return data().resolve("postmaster.pid");
    }

    /** Creates the password and the data directory if they do not exist. */
    void initialise(Durability durability) throws IOException {
        if (!Files.exists(passwordFile())) {
            byte[] random = new byte[24];
            new SecureRandom().nextBytes(random);
            Path written = Files.createTempFile(folder, "password.", ".unfinished");
            Files.writeString(written, HexFormat.of().formatHex(random));
            Files.move(written, passwordFile(), StandardCopyOption.ATOMIC_MOVE);
        }
        Folders.makeWhole(folder, "data", beside -> initdb(beside, durability));
    }

    private void initdb(Path directory, Durability durability) {
        List<String> arguments = new ArrayList<>(List.of("-D", directory.toString(), "--no-instructions"));
        arguments.addAll(List.of("--username=" + USER, "--auth=scram-sha-256", "--pwfile=" + passwordFile()));
        arguments.addAll(List.of("--encoding=UTF8", "--locale=C"));
        arguments.addAll(List.of("--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
        if (durability == Durability.KILLED_PROCESS) {
            arguments.add("--no-sync");
        }
        programs.run("initdb", arguments);
    }

    /** Starts the server and waits until it accepts connections, after a recovery from a crash if one is needed. */
    void start(int port, Durability durability) throws IOException {
        Files.writeString(data().resolve("postgresql.conf"), settings(port, durability));
        if (Files.exists(log())) {
            Files.move(log(), folder.resolve("postgresql.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        Instant limit = Instant.now().plus(LIMIT_FOR_THE_DYING);
        while (!launched(Instant.now().isBefore(limit))) {
            LockSupport.parkNanos(PAUSE.toNanos());
            stop();
        }
    }

    /** Returns false if the server did not start, but a further attempt is allowed and may succeed. */
    private boolean launched(boolean mayRepeat) throws IOException {
        try {
            // pg_ctl gives the server a separate session: a Ctrl-C in the terminal reaches only this process, which
            // lets the apps finish their work before it stops the server.
            programs.run("pg_ctl", pgCtl("start", "-l", log().toString()));
            return true;
        } catch (EmbeddedServerException e) {
            String said = Files.exists(log()) ? Files.readString(log()).strip() : "";
            if (mayRepeat && STILL_HELD.stream().anyMatch(said::contains)) {
                return false;
            }
            throw new EmbeddedServerException("%s%n%s".formatted(e.getMessage(), said), e);
        }
    }

    private List<String> pgCtl(String action, String... options) {
        List<String> arguments = new ArrayList<>(List.of(action, "-D", data().toString(), "-s"));
        arguments.addAll(List.of("-w", "-t", SECONDS_TO_START_OR_STOP));
        arguments.addAll(List.of(options));
        return arguments;
    }

    /**
     * Stops the server of these files if one is running, regardless of the process that started it. Ends open connections and
     * writes the data in memory.
     *
     * <p>The process number of the server is in a file. After a kill, another process may have that number, and PostgreSQL
     * itself would take it for a running server. This method therefore checks the process. If it is not a server of these
     * files, it is left alone and the file is deleted; if a server runs after all, its shared memory keeps a second one from
     * starting.
     */
    void stop() throws IOException {
        if (!Files.exists(pidFile())) {
            return;
        }
        boolean running = Files.readAllLines(pidFile()).stream()
                .limit(1)
                .filter(pid -> pid.matches("[0-9]{1,9}"))
                .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
                .anyMatch(process -> servesOurData(process.info()));
        if (running) {
            programs.run("pg_ctl", pgCtl("stop", "-m", "fast"));
        }
        Files.deleteIfExists(pidFile());
    }

    private boolean servesOurData(ProcessHandle.Info process) {
        boolean isPostgres = process.command()
                .map(Path::of)
                .map(Path::getFileName)
                .filter(name -> name.toString().startsWith("postgres"))
                .isPresent();
        List<String> arguments = List.of(process.arguments().orElse(new String[0]));
        return isPostgres && arguments.contains(data().toString());
    }

    private static String settings(int port, Durability durability) {
        return """
                # Written by trakkit at every start; what is changed here is lost.
                listen_addresses = '%s'
                port = %d
                unix_socket_directories = ''
                max_connections = 60

                # The pages that a drain keeps coming back to; an eighth of the machine, taken from it as they fill.
                shared_buffers = %dMB

                # The server takes part in no replication, so its log need hold only what a crash needs.
                fsync = %s
                synchronous_commit = on
                wal_level = minimal
                max_wal_senders = 0

                # The first change of a page after a checkpoint writes all of it to the log: the rarer, the less is written,
                # for a longer recovery after a crash, some seconds a gigabyte.
                max_wal_size = 4GB
                checkpoint_timeout = 15min

                # Work for a process that was killed ends within a second.
                client_connection_check_interval = 1s

                timezone = 'UTC'
                log_timezone = 'UTC'
                lc_messages = 'C'
                log_checkpoints = off
                jit = off
                """.formatted(
                LoopbackPorts.HOST, port, sharedBuffersMegabytes(), durability == Durability.POWER_LOSS ? "on" : "off");
    }

    /** With 512 MB the indexes of five million trades do not fit, and the last million takes a quarter longer than the first. */
    private static long sharedBuffersMegabytes() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return Math.clamp((system.getTotalMemorySize() / 8) >> 20, 512, 3_072);
    }
}
