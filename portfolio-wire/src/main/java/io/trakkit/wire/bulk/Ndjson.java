package io.trakkit.wire.bulk;

import io.trakkit.wire.bulk.NextRecord.Mistake;
import io.trakkit.wire.json.Json;
import io.trakkit.wire.json.MalformedJsonException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Splits NDJSON: a JSON object per line, blank lines skipped. */
final class Ndjson implements Records {

    private final Body body;
    private long line;

    Ndjson(Body body) throws IOException {
        this.body = body;
        line = body.firstLine() - 1;
        body.skipByteOrderMark();
    }

    @Override
    public @Nullable NextRecord next() throws IOException {
        while (true) {
            line++;
            body.mark();
            boolean blank = true;
            boolean tooLong = false;
            int c;
            while ((c = body.next()) != '\n' && c != Body.END) {
                blank = blank && (c == ' ' || c == '\t' || c == '\r');
                if (!blank) {
                    body.skipTo('\n');
                }
                if (body.isTooLong()) {
                    tooLong = true;
                    body.mark();
                }
            }
            if (!blank) {
                return tooLong ? tooLong(line) : text(line, body.line(c == '\n'));
            }
            if (c == Body.END) {
                return null;
            }
        }
    }

    static NextRecord text(long line, byte[] json) {
        return json.length > Body.MAX_RECORD ? tooLong(line) : new NextRecord.Text(line, json);
    }

    static NextRecord parsed(long line, byte[] json) {
        try {
            return new NextRecord.Body(line, Json.object(json));
        } catch (MalformedJsonException e) {
            String what = String.valueOf(e.getMessage()).replace(" at line 1, ", " at ");
            String detail = what.startsWith("is invalid JSON at column 1:") ? "is not a JSON object" : what;
            return new NextRecord.Wrong(line, Mistake.MALFORMED, "the record " + detail);
        }
    }

    static NextRecord tooLong(long line) {
        return new NextRecord.Wrong(line, Mistake.TOO_LARGE, "must have at most " + Body.MAX_RECORD + " bytes");
    }
}
