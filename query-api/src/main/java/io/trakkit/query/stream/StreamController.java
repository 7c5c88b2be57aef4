package io.trakkit.query.stream;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.query.PathValue;
import io.trakkit.query.docs.Described;
import io.trakkit.store.query.PortfolioPages;
import io.trakkit.store.query.WatchedPositions.PortfolioKey;
import io.trakkit.wire.http.Clients;
import io.trakkit.wire.http.QueryParameters;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Streams portfolios as they change. Each stream is its request's own virtual thread. */
@RestController
@Tag(name = "Returns")
class StreamController {

    private static final String LAST_EVENT_ID = "Last-Event-ID";

    /** The same for clients that can't send headers. */
    private static final String LAST_EVENT_ID_PARAMETER = "lastEventId";

    private final PortfolioPages portfolios;
    private final Watches watches;
    private final StreamSettings settings;
    private final JsonMapper json;

    StreamController(PortfolioPages portfolios, Watches watches, StreamSettings settings, JsonMapper json) {
        this.portfolios = portfolios;
        this.watches = watches;
        this.settings = settings;
        this.json = json;
    }

    @GetMapping(path = "/api/v1/portfolio/{id}/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(
            operationId = "streamPortfolio",
            summary = "A portfolio as it changes, as server-sent events",
            description =
                    "First a `summary` for each open position and the `returns`; then the `summary` of each position"
                            + " that changes, and `returns` with the totals and those positions whose position or price has"
                            + " changed, within a second of the commit or the price. States in between may be left out."
                            + " `end` is the last event of an instance that stops: connect again.")
    @Parameter(
            in = ParameterIn.HEADER,
            name = LAST_EVENT_ID,
            description =
                    "The id of the last event seen, which clients send by themselves: the present state of all that"
                            + " has changed since comes first. With any other text, all of it",
            schema = @Schema(type = "string"))
    @Parameter(
            in = ParameterIn.QUERY,
            name = LAST_EVENT_ID_PARAMETER,
            description = "The same as Last-Event-ID, which counts more: it is the later one where a client reconnects",
            schema = @Schema(type = "string"))
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "text/event-stream", schema = @Schema(type = "string")))
    @ApiResponse(
            responseCode = "400",
            description = "A parameter is unknown; errors names each",
            content = @Content(mediaType = "application/problem+json"))
    @Described.Absent
    @ApiResponse(
            responseCode = "503",
            description =
                    "The database is unavailable, or this instance has the most streams that it allows; Retry-After"
                            + " says when to try again",
            content = @Content(mediaType = "application/problem+json"))
    void stream(
            @PathVariable String id,
            @Parameter(hidden = true) @RequestHeader(name = LAST_EVENT_ID, required = false) @Nullable
                    String lastEventId,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        QueryParameters parameters = QueryParameters.of(request);
        String seenBefore = parameters.text(LAST_EVENT_ID_PARAMETER);
        parameters.noOthers();
        PortfolioId portfolio = PathValue.portfolio(id);
        PortfolioKey key = new PortfolioKey(Clients.of(request), portfolio);
        if (portfolios.find(key.client(), portfolio).isEmpty()) {
            throw PathValue.noPortfolio(id);
        }
        if (HttpMethod.HEAD.matches(request.getMethod())) {
            // What is written is thrown away then, so it would go on for ever and nobody would notice that the client
            // has gone.
            begin(response);
            return;
        }
        SeenVersions seen = Optional.ofNullable(lastEventId == null ? seenBefore : lastEventId)
                .flatMap(SeenVersions::parse)
                .orElse(null);
        try {
            watches.follow(key, (watch, arrival) -> {
                begin(response);
                EventWriter events = new EventWriter(response.getOutputStream(), json);
                new PortfolioStream(watch, arrival, events, settings.heartbeat(), seen).run();
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void begin(HttpServletResponse response) {
        response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
        response.setHeader("Cache-Control", "no-store");
        // nginx would keep events back until a buffer is full.
        response.setHeader("X-Accel-Buffering", "no");
    }
}
