package io.trakkit.ingest.request;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code Prefer} header (RFC 7240): {@code wait=10} waits for the outcome, {@code return=minimal} shortens the
 * answer. A preference that makes no sense is ignored, as the RFC has it.
 */
public final class Prefer {

    /** The longest wait; a longer request gets this. */
    public static final int MAX_SECONDS = 30;

    /** The header of an answer that says what was done. */
    public static final String APPLIED = "Preference-Applied";

    private static final Pattern WAIT =
            Pattern.compile("\\s*wait\\s*=\\s*(\"?)([0-9]{1,18})\\1\\s*(;.*)?", Pattern.CASE_INSENSITIVE);

    private static final Pattern MINIMAL =
            Pattern.compile("\\s*return\\s*=\\s*(\"?)minimal\\1\\s*(;.*)?", Pattern.CASE_INSENSITIVE);

    private Prefer() {}

    /** The time to wait that a request asks for, cut to {@value #MAX_SECONDS} seconds; empty for none or zero. */
    public static Optional<Duration> wait(HttpServletRequest request) {
        return preferences(request).stream()
                .map(WAIT::matcher)
                .filter(Matcher::matches)
                .findFirst()
                .map(wait -> Math.min(MAX_SECONDS, Long.parseLong(wait.group(2))))
                .filter(seconds -> seconds > 0)
                .map(Duration::ofSeconds);
    }

    /** Whether a request asks for no more than it must know. */
    public static boolean minimal(HttpServletRequest request) {
        return preferences(request).stream()
                .anyMatch(preference -> MINIMAL.matcher(preference).matches());
    }

    private static List<String> preferences(HttpServletRequest request) {
        return preferences(String.join(",", Collections.list(request.getHeaders("Prefer"))));
    }

    /** The value of {@link #APPLIED} for a wait. */
    public static String applied(Duration wait) {
        return "wait=" + wait.toSeconds();
    }

    /** Parts a list at its commas, but not at those within quotes. */
    private static List<String> preferences(String header) {
        List<String> preferences = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < header.length(); i++) {
            char character = header.charAt(i);
            if (quoted && character == '\\') {
                i++;
            } else if (character == '"') {
                quoted = !quoted;
            } else if (character == ',' && !quoted) {
                preferences.add(header.substring(start, i));
                start = i + 1;
            }
        }
        preferences.add(header.substring(start));
        return preferences;
    }
}
