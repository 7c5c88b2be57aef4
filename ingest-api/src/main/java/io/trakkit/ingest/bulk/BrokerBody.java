package io.trakkit.ingest.bulk;

import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.files.BrokerFile;
import io.trakkit.files.FileRecords;
import io.trakkit.files.FileRefusedException;
import io.trakkit.files.FileRow;
import io.trakkit.files.OwnRows;
import io.trakkit.files.Preview;
import io.trakkit.files.Recognition;
import io.trakkit.ingest.request.PacedCall;
import io.trakkit.wire.bulk.Body;
import io.trakkit.wire.bulk.BodyFormat;
import io.trakkit.wire.bulk.Defaults;
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
     * @param call waits for its turn before each row: a body can have any size
     * @throws ProblemException if the file is not recognised, it says why; or if the caller may no longer call
     */
    static ObjectNode preview(InputStream in, FileQuery query, PacedCall call) throws IOException {
        BufferedInputStream body = new BufferedInputStream(in, LOOK_AHEAD);
        Preview preview = new Preview();
        if (isOwn(body, query)) {
            Records records = BodyFormat.CSV.read(new Body(body), ofAnyOwner(query.defaults()));
            OwnRows rows = new OwnRows();
            NextRecord next;
            while ((next = records.next()) != null) {
                call.awaitTurn();
                preview.add(rows.row(next));
            }
            return preview.json("trakkit", "trakkit", List.of());
        }
        try (BrokerFile file = open(body, query, Optional.empty())) {
            FileRow row;
            while ((row = file.next()) != null) {
                call.awaitTurn();
                preview.add(row);
            }
            return preview.json(file);
        } catch (FileRefusedException e) {
            throw refused(e);
        }
    }

    /** The records of a preview go nowhere: a file can be looked at before a portfolio is chosen. */
    private static Defaults ofAnyOwner(Defaults given) {
        return new Defaults(
                given.portfolio().or(() -> Optional.of(new PortfolioId(1))),
                given.user().or(() -> Optional.of(new UserId("anyone"))),
                given.delimiter());
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
