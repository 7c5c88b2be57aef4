package io.trakkit.wire.bulk;

import io.trakkit.wire.http.problem.Problem;
import io.trakkit.wire.http.problem.ProblemException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Splits an array of JSON objects by brackets and quotes. Each element is parsed alone, so that a mistake in one does not
 * affect the others. Reading ends only where the beginning of the next element cannot be found.
 */
final class JsonArray implements Records {

    private final Body body;
    private long ordinal;
    private boolean ended;

    /** @throws ProblemException if the body is no array */
    JsonArray(Body body) throws IOException {
        this.body = body;
        body.skipByteOrderMark();
        int first = afterSpace();
        if (first != '[') {
            throw ProblemException.of(
                    Problem.MALFORMED,
                    first == '{'
                            ? "The file is a JSON object, not a list of trades. If it has one object per line, say --format"
                                    + " ndjson"
                                    + CsvHeader.inHttp(
                                            "Content-Type: application/x-ndjson; a single trade goes to /api/v1/trade/")
                            : "The file is not a JSON array of trades: it must begin with [");
        }
    }

    @Override
    public @Nullable NextRecord next() throws IOException {
        if (ended) {
            return null;
        }
        int c = afterSpace();
        if (c == ']') {
            ended = true;
            return afterSpace() == Body.END ? null : broken("there is more after the end of the array");
        }
        if (ordinal > 0) {
            if (c != ',') {
                return broken(c == Body.END ? "the text ends too early" : "a comma or ] was expected");
            }
            c = afterSpace();
        }
        return switch (c) {
            case Body.END -> broken("the text ends too early");
            case ',', ']', '}', ':' -> broken("a JSON value was expected");
            default -> element(c);
        };
    }

    private NextRecord broken(String detail) {
        ended = true;
        return new NextRecord.Broken(ordinal + 1, "The array is broken: " + detail);
    }

    /** The first byte after white space. It stands alone since the mark. */
    private int afterSpace() throws IOException {
        int c;
        do {
            body.mark();
            c = body.next();
        } while (c == ' ' || c == '\n' || c == '\r' || c == '\t');
        return c;
    }

    private NextRecord element(int first) throws IOException {
        boolean fits = switch (first) {
            case '{', '[' -> nested();
            case '"' -> text();
            default -> scalar();
        };
        if (ended) {
            return broken("the text ends too early");
        }
        ordinal++;
        return fits ? Ndjson.text(ordinal, body.bytes()) : Ndjson.tooLong(ordinal);
    }

    /** Reads to the bracket that closes the one before. */
    private boolean nested() throws IOException {
        boolean fits = true;
        int depth = 1;
        while (depth > 0 && !ended) {
            switch (body.next()) {
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                case '"' -> fits &= text();
                case Body.END -> ended = true;
                default -> {}
            }
            fits &= keep(fits);
        }
        return fits;
    }

    /** Reads to the quote that closes the one before. */
    private boolean text() throws IOException {
        boolean fits = true;
        while (true) {
            switch (body.next()) {
                case '"' -> {
                    return fits;
                }
                case '\\' -> ended |= body.next() == Body.END;
                case Body.END -> ended = true;
                default -> {}
            }
            if (ended) {
                return fits;
            }
            fits &= keep(fits);
        }
    }

    private boolean scalar() throws IOException {
        boolean fits = true;
        while (true) {
            switch (body.next()) {
                case ',', ']', ' ', '\n', '\r', '\t' -> {
                    body.back();
                    return fits;
                }
                case Body.END -> {
                    ended = true;
                    return fits;
                }
                default -> fits &= keep(fits);
            }
        }
    }

    /** Keeps the bytes of an element only as long as it is no longer than a record may be. */
    private boolean keep(boolean fits) {
        boolean goesOnFitting = fits && !body.isTooLong();
        if (!goesOnFitting) {
            body.mark();
        }
        return goesOnFitting;
    }
}
