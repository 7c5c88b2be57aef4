package io.trakkit.ingest.request;

import io.trakkit.wire.http.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * The version that a caller wants a trade to have, else the amendment shall not count (RFC 9110, section 13.1.1).
 *
 * @param version empty if any version is right
 * @param impossible whether only tags were named that no version of a trade has: weak ones, or what is no number
 */
public record IfMatch(OptionalLong version, boolean impossible) {

    private static final String HEADER = "If-Match";
    private static final IfMatch ANY = new IfMatch(OptionalLong.empty(), false);
    private static final Pattern TAG = Pattern.compile("\\s*+(W/)?\"([!#-~\\x80-\\xff]*+)\"\\s*+(,|$)");
    private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,17}");

    /**
     * The condition that came with a request; none is the same as {@code *}.
     *
     * @throws ProblemException if it is malformed, or names more than one version: an event can expect only one
     */
    public static IfMatch of(HttpServletRequest request) {
        String value =
                String.join(",", Collections.list(request.getHeaders(HEADER))).strip();
        boolean absent = request.getHeader(HEADER) == null;
        if (absent || value.equals("*")) {
            return ANY;
        }
        long[] versions = versions(value);
        if (versions.length > 1) {
            throw ProblemException.invalidHeader(HEADER, "must name one version only");
        }
        return versions.length == 0
                ? new IfMatch(OptionalLong.empty(), true)
                : new IfMatch(OptionalLong.of(versions[0]), false);
    }

    private static long[] versions(String value) {
        LongStream.Builder versions = LongStream.builder();
        Matcher tag = TAG.matcher(value);
        int end = 0;
        do {
            if (!tag.region(end, value.length()).lookingAt()) {
                throw ProblemException.invalidHeader(HEADER, "must be * or hold a version in quotes, as in \"3\"");
            }
            boolean weak = tag.group(1) != null;
            if (!weak && VERSION.matcher(tag.group(2)).matches()) {
                versions.add(Long.parseLong(tag.group(2)));
            }
            end = tag.end();
        } while (!tag.group(3).isEmpty());
        return versions.build().distinct().toArray();
    }
}
