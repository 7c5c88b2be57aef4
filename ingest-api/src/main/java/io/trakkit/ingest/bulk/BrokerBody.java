package io.trakkit.ingest.bulk;

import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.files.BrokerFile;
import io.trakkit.files.FileRecords;
import io.trakkit.files.FileRefusedException;
import io.trakkit.files.FileRow;
import io.trakkit.files.OwnRows;
import io.trakkit.files.Preview;
import io.trakkit.files.Recognition;
import io.trakkit.wire.bulk.Body;
import io.trakkit.wire.bulk.BodyFormat;
import io.trakkit.wire.bulk.NextRecord;
import io.trakkit.wire.bulk.Records;
import io.trakkit.wire.http.problem.Problem;
import io.trakkit.wire.http.problem.ProblemException;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Reads a body that is the file of a broker, or one in trakkit's own CSV. */
final class BrokerBody {

    /** Enough for title lines and a header. */
    private static final int LOOK_AHEAD = 256 * 1024;

    private BrokerBody() {}

    /**
     * Begins to read.
     *
     * @throws ProblemException if the file is not recognised; it says why
     */
    static Records records(InputStream in, FileQuery query, Optional<CurrencyCode> currency) throws IOException {
        BufferedInputStream body = new BufferedInputStream(in, LOOK_AHEAD);
        if (isOwn(body, query)) {
            return BodyFormat.CSV.read(new Body(body), query.defaults());
        }
        return new FileRecords(open(body, query, currency));
    }

    /**
     * Sums a file up. Nothing is published.
     *
     * @throws ProblemException if the file is not recognised; it says why
     */
    static ObjectNode preview(InputStream in, FileQuery query) throws IOException {
        BufferedInputStream body = new BufferedInputStream(in, LOOK_AHEAD);
        Preview preview = new Preview();
        if (isOwn(body, query)) {
            Records records = BodyFormat.CSV.read(new Body(body), query.defaults());
            OwnRows rows = new OwnRows();
            NextRecord next;
            while ((next = records.next()) != null) {
                preview.add(rows.row(next));
            }
            return preview.json("trakkit", "trakkit", List.of());
        }
        try (BrokerFile file = open(body, query, Optional.empty())) {
            FileRow row;
            while ((row = file.next()) != null) {
                preview.add(row);
            }
            return preview.json(file);
        } catch (FileRefusedException e) {
            throw refused(e);
        }
    }

    private static boolean isOwn(BufferedInputStream body, FileQuery query) throws IOException {
        if (!query.isAuto()) {
            return false;
        }
        body.mark(LOOK_AHEAD);
        byte[] start = body.readNBytes(LOOK_AHEAD);
        body.reset();
        try {
            return Recognition.of(new ByteArrayInputStream(start)) instanceof Recognition.Own;
        } catch (IOException _) {
            // The start of an archive need not be one.
            return false;
        }
    }

    private static BrokerFile open(InputStream body, FileQuery query, Optional<CurrencyCode> currency)
            throws IOException {
        try {
            return BrokerFile.open(body, query.options(currency));
        } catch (FileRefusedException e) {
            throw refused(e);
        }
    }

    private static ProblemException refused(FileRefusedException e) {
        return ProblemException.of(Problem.INVALID, String.valueOf(e.getMessage()));
    }
}
