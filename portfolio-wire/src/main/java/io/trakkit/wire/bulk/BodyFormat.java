package io.trakkit.wire.bulk;

import io.trakkit.wire.http.problem.Problem;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.json.Printable;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** The formats of a bulk body, by content type. */
public enum BodyFormat {
    NDJSON,
    JSON_ARRAY,
    CSV;

    /** Begins the part of a message, at its end and in brackets, that is for callers over HTTP only. */
    public static final String IN_HTTP = " (in an HTTP request: ";

    /**
     * The form of a request's body.
     *
     * @throws ProblemException if it has another type
     */
    public static BodyFormat of(HttpServletRequest request) {
        String contentType = request.getContentType();
        BodyFormat format = ofType(utf8Type(contentType));
        if (format != null) {
            return format;
        }
        throw ProblemException.of(
                Problem.UNSUPPORTED_MEDIA_TYPE,
                "The body must be application/x-ndjson, application/json or text/csv, in UTF-8"
                        + (contentType == null ? "" : ", not " + Printable.of(contentType)));
    }

    private static @Nullable BodyFormat ofType(String type) {
        return switch (type) {
            case "application/x-ndjson",
                    "application/ndjson",
                    "application/jsonl",
                    "application/x-jsonl",
                    "application/jsonlines",
                    "application/x-jsonlines" -> NDJSON;
            case "application/json" -> JSON_ARRAY;
            case "text/csv", "application/csv" -> CSV;
            default -> null;
        };
    }

    /** The type alone; empty if it is none, or in another character set. */
    private static String utf8Type(@Nullable String contentType) {
        if (contentType == null) {
            return "";
        }
        try {
            MediaType type = MediaType.parseMediaType(contentType);
            boolean utf8 = type.getCharset() == null
                    || type.getCharset().equals(StandardCharsets.UTF_8)
                    || type.getCharset().equals(StandardCharsets.US_ASCII);
            return utf8 ? (type.getType() + "/" + type.getSubtype()).toLowerCase(Locale.ROOT) : "";
        } catch (InvalidMediaTypeException e) {
            return "";
        }
    }

    /** The kind of a file of no supported format, such as a workbook, as a sentence; null if it is not recognised. */
    public static @Nullable String foreign(Body body) throws IOException {
        return ForeignFile.kind(body);
    }

    /**
     * Begins to read.
     *
     * @param defaults what records may leave out
     * @throws ProblemException if the body is empty, or does not begin as a body of this form
     * @throws IOException if it can't be read
     */
    public Records read(Body body, Defaults defaults) throws IOException {
        ForeignFile.refuse(body, this);
        return switch (this) {
            case NDJSON -> new Ndjson(body);
            case JSON_ARRAY -> new JsonArray(body);
            case CSV -> new Csv(body, defaults);
        };
    }
}
