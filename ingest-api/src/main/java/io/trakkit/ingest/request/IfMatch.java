package io.trakkit.ingest.request;

import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.json.Printable;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * The {@code If-Match} of an amendment: the version that the trade must have (RFC 9110, section 13.1.1).
 *
 * @param version empty if any version is right
 * @param mistake why no version of a trade can match, where only such tags were named: weak ones, or what is no number
 */
public record IfMatch(OptionalLong version, Optional<String> mistake) {

    private static final String HEADER = "If-Match";
    private static final IfMatch ANY = new IfMatch(OptionalLong.empty(), Optional.empty());
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
            throw ProblemException.invalidHeader(HEADER, "must name one version, not " + versions.length);
        }
        return versions.length == 0
                ? new IfMatch(OptionalLong.empty(), Optional.of(mistake(value)))
                : new IfMatch(OptionalLong.of(versions[0]), Optional.empty());
    }

    /** Whether no version of a trade can match. */
    public boolean impossible() {
        return mistake.isPresent();
    }

    /** The value holds tags, but none is a version. */
    private static String mistake(String value) {
        Matcher first = TAG.matcher(value);
        if (first.lookingAt()
                && first.group(1) != null
                && VERSION.matcher(first.group(2)).matches()) {
            return "Weak ETags never match; send \"" + first.group(2) + '"';
        }
        return "No version of a trade has the ETag " + Printable.of(value) + "; send the ETag of its latest answer";
    }

    private static long[] versions(String value) {
        LongStream.Builder versions = LongStream.builder();
        Matcher tag = TAG.matcher(value);
        int end = 0;
        do {
            if (!tag.region(end, value.length()).lookingAt()) {
                throw ProblemException.invalidHeader(
                        HEADER, "must be * or a version in double quotes such as \"3\", not " + Printable.of(value));
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
