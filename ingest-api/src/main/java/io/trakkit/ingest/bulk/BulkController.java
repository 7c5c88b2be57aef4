package io.trakkit.ingest.bulk;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.trakkit.ingest.bulk.format.Body;
import io.trakkit.ingest.bulk.format.BodyFormat;
import io.trakkit.ingest.bulk.format.Defaults;
import io.trakkit.ingest.bulk.format.Records;
import io.trakkit.ingest.log.BulkLog;
import io.trakkit.ingest.log.LogUnavailableException;
import io.trakkit.ingest.portfolio.KnownPortfolios;
import io.trakkit.ingest.request.IdempotencyKey;
import io.trakkit.ingest.request.Prefer;
import io.trakkit.ingest.request.TraceParent;
import io.trakkit.ingest.trade.Repeats;
import io.trakkit.ingest.trade.TradeReader;
import io.trakkit.wire.http.BodyReader;
import io.trakkit.wire.http.Clients;
import io.trakkit.wire.http.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Many trades in one request. Results stream out while records stream in. */
@RestController
@Tag(name = "Trades")
class BulkController {

    /**
     * A header for who stands between us and the caller and can't pass an answer on before it has sent the whole request,
     * as nginx can't.
     */
    private static final String ANSWER = "Trakkit-Answer";

    private static final String AFTER_BODY = "after-body";
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    /** Far longer than nothing may move, which {@link BulkExchange} sees to from the first record on. */
    private static final Duration PATIENCE = Duration.ofHours(24);

    private final BulkRequests requests;
    private final BulkLog log;
    private final TradeReader reader;
    private final Repeats repeats;
    private final KnownPortfolios portfolios;
    private final Clock clock;

    BulkController(
            BulkRequests requests,
            BulkLog log,
            TradeReader reader,
            Repeats repeats,
            KnownPortfolios portfolios,
            Clock clock) {
        this.requests = requests;
        this.log = log;
        this.reader = reader;
        this.repeats = repeats;
        this.portfolios = portfolios;
        this.clock = clock;
    }

    /** What a request says before its body. */
    private record Given(
            BodyFormat format, Defaults defaults, Optional<IdempotencyKey> idempotencyKey, boolean minimal) {}

    @BulkOperations.Post
    @PostMapping("/api/v1/trade/bulk")
    void post(
            @Parameter(hidden = true) HttpServletRequest request,
            @Parameter(hidden = true) HttpServletResponse response)
            throws IOException {
        BodyFormat format = BodyFormat.of(request);
        var given = new Given(format, Defaults.of(request), IdempotencyKey.of(request), Prefer.minimal(request));
        Optional<Connection> connection = Connection.current();
        try {
            requests.serve(() -> {
                connection.ifPresent(socket -> socket.wait(requests.settings().idleTimeout()));
                serve(given, connection, request, response);
                return response;
            });
        } finally {
            connection.ifPresent(Connection::restore);
        }
    }

    private void serve(
            Given given, Optional<Connection> connection, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Progress progress = new Progress();
        Steps steps = new Steps(requests.settings().window());
        BulkLog.Stream stream = open(request);
        InputStream in = request.getInputStream();
        Records records = begin(given, new Body(new WatchedStream(in, progress, steps)));
        var terms = new Intake.Terms(
                Clients.of(request),
                given.idempotencyKey(),
                given.defaults(),
                reader,
                new PacedOwners(portfolios, requests.settings().lookupsPerSecond()),
                repeats,
                stream,
                clock);
        connection.ifPresent(socket -> socket.wait(PATIENCE));
        response.setContentType("application/x-ndjson");
        if (given.minimal()) {
            response.setHeader(Prefer.APPLIED, "return=minimal");
        }
        Outbox outbox = requests.newOutbox(progress);
        requests.run(
                new BulkExchange(
                        new Intake(records, terms, steps, progress),
                        new ResultLines(steps, stream, repeats, new LineWriter(outbox, given.minimal())),
                        outbox,
                        progress,
                        in,
                        response.getOutputStream(),
                        connection),
                AFTER_BODY.equals(request.getHeader(ANSWER)));
    }

    private BulkLog.Stream open(HttpServletRequest request) {
        try {
            return log.open(TraceParent.of(request));
        } catch (LogUnavailableException e) {
            throw ProblemException.unavailable(e.getMessage() + ". Nothing was taken", RETRY_AFTER);
        }
    }

    private static Records begin(Given given, Body body) {
        try {
            return given.format().read(body, given.defaults());
        } catch (IOException e) {
            throw BodyReader.unreadable(e);
        }
    }
}
