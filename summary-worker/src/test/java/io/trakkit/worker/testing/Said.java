package io.trakkit.worker.testing;

import java.util.List;
import org.springframework.boot.test.system.CapturedOutput;

/** What was said while a test ran. */
public final class Said {

    /** What logging says of itself when a thread of the shared broker has something to say while an app sets it up. */
    private static final String NOBODY_LISTENS = "No appenders present in context";

    private Said() {}

    /** Line by line. */
    public static List<String> lines(CapturedOutput output) {
        return output.getAll()
                .lines()
                .filter(line -> !line.contains(NOBODY_LISTENS))
                .toList();
    }

    /** Whether it was said loudly, or is part of a stack trace. */
    public static boolean isTrouble(String line) {
        return line.contains("WARN ") || line.contains("ERROR ") || line.startsWith("\tat ");
    }
}
