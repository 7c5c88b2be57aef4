package io.trakkit.prices.testing;

import static io.trakkit.testing.Waiting.patiently;

import io.trakkit.testing.FreePorts;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import redis.embedded.core.ExecutableProvider;

/** A Redis on the loopback interface for a test, which can be killed, paused and started again on its port. */
public final class TestRedis implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final int CONNECT_MILLIS = 10_000;
    private static final int ANSWER_MILLIS = 60_000;

    private final int port;
    private volatile Process process;

    private TestRedis(int port) {
        this.port = port;
        this.process = launch(port);
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
    }

    /** An empty one on a free port. */
    public static TestRedis start() {
        return new TestRedis(FreePorts.next());
    }

    private static Process launch(int port) {
        try {
            Process process = new ProcessBuilder(List.of(
                            Executable.FILE.getPath(),
                            "--port",
                            Integer.toString(port),
                            "--bind",
                            HOST,
                            "--save",
                            "",
                            "--appendonly",
                            "no"))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            patiently().until(() -> answers(port));
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean answers(int port) {
        try {
            return command(port, "PING").startsWith("+PONG");
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    public int port() {
        return port;
    }

    /** Ends it as {@code kill -9} does, with all that it holds. */
    public void kill() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Starts it again, empty. */
    public void restart() {
        kill();
        process = launch(port);
    }

    /** From now on it hangs: takes connections and says nothing. */
    public void pause() {
        signal("-STOP");
    }

    public void resume() {
        signal("-CONT");
        patiently().until(() -> answers(port));
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What it answers, as far as it comes in one piece: {@code command("SET", "key", "value")}. */
    public String command(String... words) {
        return command(port, words);
    }

    private static String command(int port, String... words) {
        StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            request.append('$')
                    .append(word.getBytes(StandardCharsets.UTF_8).length)
                    .append("\r\n")
                    .append(word)
                    .append("\r\n");
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral(HOST), port), CONNECT_MILLIS);
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
            byte[] answer = new byte[64 * 1024];
            int length = socket.getInputStream().read(answer);
            return new String(answer, 0, Math.max(0, length), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }

    /** Taken out of its jar once. */
    private static final class Executable {

        static final File FILE = extract();

        private static File extract() {
            try {
                return ExecutableProvider.newJarResourceProvider().get();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
