package io.trakkit.ingest.bulk;

import io.trakkit.access.Caller;
import io.trakkit.access.OpenCalls;
import io.trakkit.access.limits.ClientBudgets;
import io.trakkit.access.limits.Permit;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.ingest.bulk.result.OutcomeWait;
import io.trakkit.ingest.bulk.result.ResultBuffer;
import io.trakkit.ingest.bulk.result.ResultLineWriter;
import io.trakkit.ingest.bulk.result.ResultQueue;
import io.trakkit.ingest.database.Database;
import io.trakkit.ingest.database.DatabaseUnavailableException;
import io.trakkit.ingest.keys.UsedKeys;
import io.trakkit.ingest.outcome.OutcomePoller;
import io.trakkit.ingest.portfolio.KnownPortfolios;
import io.trakkit.ingest.publish.BulkLog;
import io.trakkit.ingest.publish.LogUnavailableException;
import io.trakkit.ingest.request.IdempotencyKey;
import io.trakkit.ingest.request.PacedCall;
import io.trakkit.ingest.request.Prefer;
import io.trakkit.ingest.request.TraceParent;
import io.trakkit.ingest.trade.BookingReader;
import io.trakkit.ingest.trade.DuplicateCheck;
import io.trakkit.wire.bulk.Body;
import io.trakkit.wire.bulk.BodyFormat;
import io.trakkit.wire.bulk.Defaults;
import io.trakkit.wire.bulk.Records;
import io.trakkit.wire.http.BodyReader;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** Many trades in one request. Records are published as they come in; the answer begins after the body. */
@RestController
class BulkController {

    /** A header: the number of the first line of JSON lines, for a caller that posts a file in parts. */
    private static final String FIRST_LINE = "Trakkit-First-Line";

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final BulkRequests requests;
    private final BulkLog log;
    private final BookingReader reader;
    private final DuplicateCheck duplicateCheck;
    private final UsedKeys keys;
    private final KnownPortfolios portfolios;
    private final OutcomePoller poller;
    private final Database database;
    private final ClientBudgets budgets;
    private final OpenCalls calls;
    private final Clock clock;

    BulkController(
            BulkRequests requests,
            BulkLog log,
            BookingReader reader,
            DuplicateCheck duplicateCheck,
            UsedKeys keys,
            KnownPortfolios portfolios,
            OutcomePoller poller,
            Database database,
            ClientBudgets budgets,
            OpenCalls calls,
            Clock clock) {
        this.requests = requests;
        this.log = log;
        this.reader = reader;
        this.duplicateCheck = duplicateCheck;
        this.keys = keys;
        this.portfolios = portfolios;
        this.poller = poller;
        this.database = database;
        this.budgets = budgets;
        this.calls = calls;
        this.clock = clock;
    }

    /** The headers and parameters of a request. */
    private record Given(
            @Nullable FileQuery file,
            @Nullable BodyFormat format,
            Defaults defaults,
            long firstLine,
            Optional<IdempotencyKey> idempotencyKey,
            Optional<Duration> waiting,
            boolean minimal) {

        static Given of(HttpServletRequest request) {
            FileQuery file = FileQuery.of(request);
            if (file != null && IdempotencyKey.of(request).isPresent()) {
                throw ProblemException.invalidHeader(
                        "Idempotency-Key", "must be left out with format: the rows of a file have ids of their own");
            }
            return new Given(
                    file,
                    file == null ? BodyFormat.of(request) : null,
                    file == null ? Defaults.of(request) : file.defaults(),
                    firstLine(request),
                    IdempotencyKey.of(request),
                    Prefer.wait(request),
                    Prefer.minimal(request));
        }

        private static long firstLine(HttpServletRequest request) {
            String given = request.getHeader(FIRST_LINE);
            if (given == null) {
                return 1;
            }
            if (!given.matches("[1-9][0-9]{0,9}")) {
                throw ProblemException.invalidHeader(
                        FIRST_LINE, "must be a whole number of 1 or more, of 10 digits at most");
            }
            return Long.parseLong(given);
        }

        /** The value of Preference-Applied. */
        Optional<String> applied() {
            List<String> applied = new ArrayList<>();
            if (minimal) {
                applied.add("return=minimal");
            }
            waiting.map(Prefer::applied).ifPresent(applied::add);
            return applied.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", applied));
        }
    }

    @PostMapping(
            path = "/api/v1/trade/bulk",
            produces = {MediaType.APPLICATION_NDJSON_VALUE, MediaType.APPLICATION_JSON_VALUE})
    void post(HttpServletRequest request, HttpServletResponse response)
            throws IOException, HttpMediaTypeNotAcceptableException {
        Given given = Given.of(request);
        FileQuery file = given.file();
        boolean isPreview = file != null && file.dryRun();
        requireAccepted(request, isPreview ? MediaType.APPLICATION_JSON : MediaType.APPLICATION_NDJSON);
        if (file != null && isPreview) {
            preview(file, request, response);
            return;
        }
        try (Permit _ = budgets.bulkRequest(Caller.clientOf(request))) {
            requests.serve(() -> {
                serve(given, request, response);
                return response;
            });
        }
    }

    /** Spring knows only that there are two types, and not which one this request gets. */
    private static void requireAccepted(HttpServletRequest request, MediaType answer)
            throws HttpMediaTypeNotAcceptableException {
        List<MediaType> accepted = MediaType.parseMediaTypes(Collections.list(request.getHeaders(HttpHeaders.ACCEPT)));
        if (!accepted.isEmpty()
                && accepted.stream().noneMatch(type -> type.isCompatibleWith(answer) && type.getQualityValue() > 0)) {
            throw new HttpMediaTypeNotAcceptableException(List.of(answer));
        }
    }

    private void preview(FileQuery file, HttpServletRequest request, HttpServletResponse response) throws IOException {
        ClientId client = Caller.clientOf(request);
        PacedCall call = new PacedCall(budgets.bulkRecords(client), calls, Caller.of(request));
        try (Permit _ = budgets.bulkRequest(client)) {
            ObjectNode preview = requests.serve(() -> {
                try {
                    return BrokerBody.preview(request.getInputStream(), file, call);
                } catch (IOException e) {
                    throw BodyReader.unreadable(e);
                }
            });
            response.setContentType("application/json");
            response.getOutputStream().write(Json.strict().writeValueAsBytes(preview));
        }
    }

    private void serve(Given given, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Caller caller = Caller.of(request);
        EarlyEnd earlyEnd = new EarlyEnd();
        ResultQueue resultQueue = new ResultQueue(requests.settings().window());
        BulkLog.Stream stream = open(request);
        InputStream in = request.getInputStream();
        BookingReader.Owners owners = BookingReader.visibleTo(
                caller, new OwnerLookup(portfolios, requests.settings().lookupsPerSecond()));
        Records records = begin(given, new FlushingBody(in, resultQueue), owners, Caller.clientOf(request));
        var terms = new BulkRecordProcessor.Terms(
                Caller.clientOf(request),
                budgets.bulkRecords(Caller.clientOf(request)),
                given.firstLine() == 1,
                given.idempotencyKey(),
                keys,
                given.defaults(),
                reader,
                owners,
                duplicateCheck,
                stream,
                clock);
        response.setContentType("application/x-ndjson");
        given.applied().ifPresent(applied -> response.setHeader(Prefer.APPLIED, applied));
        ResultBuffer resultBuffer = requests.newOutbox(earlyEnd);
        BulkExchange exchange = new BulkExchange(
                new BulkRecordProcessor(records, terms, resultQueue, earlyEnd),
                new ResultLines(
                        resultQueue,
                        terms,
                        new ResultLineWriter(resultBuffer, given.minimal()),
                        given.waiting().map(limit -> new OutcomeWait(poller, database, limit))),
                resultBuffer,
                earlyEnd,
                in,
                response.getOutputStream(),
                () -> calls.isStillAllowed(caller));
        try {
            requests.run(exchange);
        } finally {
            if (records instanceof Closeable open) {
                open.close();
            }
        }
    }

    private BulkLog.Stream open(HttpServletRequest request) {
        try {
            return log.open(TraceParent.of(request));
        } catch (LogUnavailableException e) {
            throw ProblemException.unavailable(e.getMessage() + ". Nothing was taken", RETRY_AFTER);
        }
    }

    private static Records begin(Given given, InputStream in, BookingReader.Owners owners, ClientId client) {
        try {
            FileQuery file = given.file();
            return file == null
                    ? Objects.requireNonNull(given.format()).read(new Body(in, given.firstLine()), given.defaults())
                    : BrokerBody.records(in, file, currency(file.defaults(), owners, client));
        } catch (IOException e) {
            throw BodyReader.unreadable(e);
        }
    }

    /** The rates of a file count if they lead to this currency. */
    private static Optional<CurrencyCode> currency(Defaults defaults, BookingReader.Owners owners, ClientId client) {
        try {
            return owners.currencyOf(
                    client, defaults.user().orElseThrow(), defaults.portfolio().orElseThrow());
        } catch (DatabaseUnavailableException _) {
            throw ProblemException.unavailable(
                    "Cannot look up the currency of the portfolio: the database is unavailable. Nothing was taken",
                    RETRY_AFTER);
        }
    }
}
