package io.trakkit.query.stream;

import io.trakkit.access.Caller;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.query.PathValue;
import io.trakkit.store.query.PortfolioPages;
import io.trakkit.store.query.WatchedPositions.PortfolioKey;
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

/** Streams portfolios as they change. Each stream runs on the virtual thread of its request. */
@RestController
class StreamController {

    private static final String LAST_EVENT_ID = "Last-Event-ID";

    /** The parameter for clients that cannot send headers. */
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
    void stream(
            @PathVariable String id,
            @RequestHeader(name = LAST_EVENT_ID, required = false) @Nullable String lastEventId,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        QueryParameters parameters = QueryParameters.of(request);
        String seenBefore = parameters.text(LAST_EVENT_ID_PARAMETER);
        parameters.noOthers();
        PortfolioId portfolio = PathValue.portfolio(id);
        PortfolioKey key = new PortfolioKey(Caller.clientOf(request), portfolio);
        if (portfolios.find(key.client(), portfolio).isEmpty()) {
            throw PathValue.noPortfolio(id);
        }
        if (HttpMethod.HEAD.matches(request.getMethod())) {
            // The server discards the body of a HEAD, so a stream would never notice that the client has gone.
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
        // Without it nginx would buffer events.
        response.setHeader("X-Accel-Buffering", "no");
    }
}
