package io.trakkit.query.trade;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.query.PathValue;
import io.trakkit.query.docs.Described;
import io.trakkit.query.page.Fields;
import io.trakkit.query.page.Page;
import io.trakkit.query.page.Paging;
import io.trakkit.store.query.page.Slice;
import io.trakkit.store.query.trades.HistoryEntry;
import io.trakkit.store.query.trades.KnownTrades;
import io.trakkit.store.query.trades.LogKey;
import io.trakkit.store.query.trades.RefusedTrades;
import io.trakkit.store.query.trades.TradeHistories;
import io.trakkit.store.query.trades.TradePages;
import io.trakkit.store.query.trades.TradeSort;
import io.trakkit.wire.http.Clients;
import io.trakkit.wire.http.EntityTag;
import io.trakkit.wire.http.QueryParameters;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The reads about trades. */
@RestController
@RequestMapping(path = "/api/v1/trade", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Trades")
class TradeController {

    private final TradePages trades;
    private final RefusedTrades refusedTrades;
    private final KnownTrades knownTrades;
    private final TradeHistories tradeHistories;

    TradeController(
            TradePages trades, RefusedTrades refusedTrades, KnownTrades knownTrades, TradeHistories tradeHistories) {
        this.trades = trades;
        this.refusedTrades = refusedTrades;
        this.knownTrades = knownTrades;
        this.tradeHistories = tradeHistories;
    }

    @GetMapping
    @Operation(
            operationId = "listTrades",
            summary = "Trades, newest first by time of execution",
            description = "Refused trades are listed with state=refused only, by the time of their record.")
    @Described.Paged
    @Described.Tagged
    @Parameter(
            in = ParameterIn.QUERY,
            name = "ordering",
            description = "executed_at, updated_at or ref_id, with - before it for descending; -executed_at by default")
    @Parameter(in = ParameterIn.QUERY, name = "user_id", description = "Those of this user")
    @Parameter(in = ParameterIn.QUERY, name = "portfolio_id", description = "Those of this portfolio")
    @Parameter(in = ParameterIn.QUERY, name = "ticker", description = "Those in this ticker")
    @Parameter(in = ParameterIn.QUERY, name = "trade_type", description = "1: buys, 2: sells")
    @Parameter(in = ParameterIn.QUERY, name = "status", description = "success or failed")
    @Parameter(in = ParameterIn.QUERY, name = "state", description = "applied, rejected, failed or refused")
    @Parameter(in = ParameterIn.QUERY, name = "executed_from", description = "Executed then or later (RFC 3339)")
    @Parameter(in = ParameterIn.QUERY, name = "executed_to", description = "Executed then or earlier (RFC 3339)")
    @Parameter(in = ParameterIn.QUERY, name = "updated_since", description = "Last event received then or later")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = TradeAnswer.Many.class)))
    ResponseEntity<byte[]> list(HttpServletRequest request) {
        QueryParameters parameters = QueryParameters.of(request);
        TradeQuery query = TradeQuery.read(parameters);
        return EntityTag.answer(
                request,
                query.state().filter(TradeState.REFUSED::equals).isPresent()
                        ? refused(query, parameters, request)
                        : accepted(query, parameters, request));
    }

    private Page accepted(TradeQuery query, QueryParameters parameters, HttpServletRequest request) {
        Paging<TradeSort.Key> paging = Paging.read(TradeLists.ACCEPTED, parameters, request);
        parameters.noOthers();
        TradeSort by = TradeSort.valueOf(paging.ordering().field().toUpperCase(Locale.ROOT));
        return paging.page(
                trades.page(
                        Clients.of(request),
                        query.accepted(),
                        by,
                        paging.ordering().direction(),
                        paging.window()),
                by::keyOf,
                TradeAnswer::of);
    }

    private Page refused(TradeQuery query, QueryParameters parameters, HttpServletRequest request) {
        Paging<LogKey> paging = Paging.read(TradeLists.REFUSED, parameters, request);
        query.requireNoneOfAccepted(parameters);
        parameters.noOthers();
        return paging.page(
                refusedTrades.page(
                        Clients.of(request), query.refused(), paging.ordering().direction(), paging.window()),
                trade -> new LogKey(trade.loggedAt(), trade.origin()),
                TradeAnswer::of);
    }

    @GetMapping("/{ref_id}")
    @Operation(operationId = "getTrade", summary = "One trade, with what became of it and why")
    @Described.One
    @Described.Tagged
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = TradeAnswer.class)))
    ResponseEntity<Object> one(@PathVariable("ref_id") String refId, HttpServletRequest request) {
        QueryParameters parameters = QueryParameters.of(request);
        Fields fields = Fields.read(parameters, TradeLists.ACCEPTED.fields());
        parameters.noOthers();
        TradeAnswer answer = knownTrades
                .find(Clients.of(request), PathValue.refId(refId))
                .map(TradeAnswer::of)
                .orElseThrow(() -> PathValue.noTrade(refId));
        return EntityTag.answer(tag(answer), request, fields.select(answer));
    }

    /**
     * A rejected trade has none: neighbours turn it over without an event of its own, so its version alone would let a
     * cached answer pass for the current one, and a condition of another version must not amend it.
     */
    private static @Nullable EntityTag tag(TradeAnswer answer) {
        return answer.version() == null || answer.state().equals(TradeState.REJECTED.wireName())
                ? null
                : EntityTag.strong(answer.version());
    }

    @GetMapping("/{ref_id}/history")
    @Operation(
            operationId = "getTradeHistory",
            summary = "Every event of a trade, in the order of the log",
            description = "Refused events are among them, with the reason.")
    @Described.Paged
    @Described.Tagged
    @Described.Absent
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = HistoryAnswer.Many.class)))
    ResponseEntity<byte[]> history(@PathVariable("ref_id") String refId, HttpServletRequest request) {
        QueryParameters parameters = QueryParameters.of(request);
        Paging<LogKey> paging = Paging.read(TradeLists.HISTORY, parameters, request);
        parameters.noOthers();
        RefId known = PathValue.refId(refId);
        Slice<HistoryEntry> events = tradeHistories.page(Clients.of(request), known, paging.window());
        if (events.total() == 0) {
            throw PathValue.noTrade(refId);
        }
        return EntityTag.answer(request, paging.page(events, HistoryEntry::key, HistoryAnswer::of));
    }
}
