package io.trakkit.wire.http;

import io.trakkit.wire.http.problem.BodyException;
import io.trakkit.wire.http.problem.Problem;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.json.Json;
import io.trakkit.wire.json.MalformedJsonException;
import io.trakkit.wire.json.Printable;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.coyote.BadRequestException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import tools.jackson.databind.node.ObjectNode;

/** Reads the bodies of requests: one JSON object in UTF-8, by default of at most {@value Json#MAX_BYTES} bytes. */
public final class BodyReader {

    private BodyReader() {}

    /**
     * The object that the request's body is.
     *
     * @throws ProblemException if the body is of another type, too large, or not one well-formed JSON object
     */
    public static ObjectNode readObject(HttpServletRequest request) {
        return readObject(request, Json.MAX_BYTES);
    }

    /**
     * The object that the request's body is, of at most that number of bytes.
     *
     * @throws ProblemException if the body is of another type, too large, or not one well-formed JSON object
     */
    public static ObjectNode readObject(HttpServletRequest request, int maxBytes) {
        return object(readBytes(request, maxBytes), maxBytes);
    }

    /**
     * The object that the request's body is; null for an empty body of any type.
     *
     * @throws ProblemException if there is a body of another type, too large, or not one well-formed JSON object
     */
    public static @Nullable ObjectNode readObjectOrNothing(HttpServletRequest request) {
        byte[] body = bytes(request, Json.MAX_BYTES);
        if (body.length == 0) {
            return null;
        }
        requireJson(request);
        return object(body, Json.MAX_BYTES);
    }

    private static ObjectNode object(byte[] body, int maxBytes) {
        try {
            return Json.object(body, maxBytes);
        } catch (MalformedJsonException e) {
            throw ProblemException.of(Problem.MALFORMED, e.about("The body"));
        }
    }

    private static byte[] readBytes(HttpServletRequest request, int maxBytes) {
        requireJson(request);
        return bytes(request, maxBytes);
    }

    private static void requireJson(HttpServletRequest request) {
        if (!isJson(request.getContentType())) {
            throw wrongType(request.getContentType());
        }
    }

    private static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        try {
            MediaType type = MediaType.parseMediaType(contentType);
            boolean json = type.getSubtype().equals("json") || type.getSubtype().endsWith("+json");
            return json
                    && type.getType().equals("application")
                    && (type.getCharset() == null || type.getCharset().equals(StandardCharsets.UTF_8));
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }

    public static ProblemException wrongType(@Nullable String contentType) {
        return ProblemException.of(
                Problem.UNSUPPORTED_MEDIA_TYPE,
                contentType == null
                        ? "Content-Type is missing; the body must be application/json in UTF-8"
                        : "The body must be application/json in UTF-8, not " + Printable.of(contentType));
    }

    private static byte[] bytes(HttpServletRequest request, int maxBytes) {
        long length = request.getContentLengthLong();
        if (length > maxBytes) {
            throw tooLarge(maxBytes);
        }
        try {
            // A buffer of the right size where that is known: else each request would fill one of 16 KiB.
            byte[] bytes = request.getInputStream().readNBytes(length < 0 ? maxBytes + 1 : (int) length);
            if (bytes.length > maxBytes) {
                throw tooLarge(maxBytes);
            }
            return bytes;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** The problem of a body that could not be read. */
    public static ProblemException unreadable(IOException failure) {
        String detail = switch (failure) {
            case BodyException mistake -> String.valueOf(mistake.getMessage());
            case ClientAbortException _ -> "The connection broke off before the end of the body";
            case BadRequestException _ -> "The chunks of the body are not valid";
            default -> "The body could not be read to its end";
        };
        return ProblemException.of(Problem.MALFORMED, detail);
    }

    private static ProblemException tooLarge(int maxBytes) {
        return ProblemException.of(Problem.TOO_LARGE, "The body is larger than " + maxBytes + " bytes");
    }
}
