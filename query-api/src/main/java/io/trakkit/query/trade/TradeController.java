package io.trakkit.query.trade;

import io.trakkit.access.Caller;
import io.trakkit.domain.position.AcceptedTrade;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.query.PathValue;
import io.trakkit.query.page.Fields;
import io.trakkit.query.page.Page;
import io.trakkit.query.page.Paging;
import io.trakkit.store.query.page.Slice;
import io.trakkit.store.query.trades.HistoryEntry;
import io.trakkit.store.query.trades.KnownTrade;
import io.trakkit.store.query.trades.KnownTrades;
import io.trakkit.store.query.trades.LogKey;
import io.trakkit.store.query.trades.RefusedTrade;
import io.trakkit.store.query.trades.RefusedTrades;
import io.trakkit.store.query.trades.TradeHistories;
import io.trakkit.store.query.trades.TradePages;
import io.trakkit.store.query.trades.TradeSort;
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
    ResponseEntity<byte[]> list(HttpServletRequest request) {
        QueryParameters parameters = QueryParameters.of(request);
        TradeQuery query = TradeQuery.read(parameters, Caller.of(request));
        return EntityTag.answer(
                request,
                query.isOfRefused() ? refused(query, parameters, request) : accepted(query, parameters, request));
    }

    private Page accepted(TradeQuery query, QueryParameters parameters, HttpServletRequest request) {
        Paging<TradeSort.Key> paging = Paging.read(TradeLists.ACCEPTED, parameters, request);
        parameters.noOthers();
        TradeSort by = TradeSort.valueOf(paging.ordering().field().toUpperCase(Locale.ROOT));
        return paging.page(
                trades.page(
                        Caller.clientOf(request),
                        query.filter(),
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
                        Caller.clientOf(request),
                        query.refused(),
                        paging.ordering().direction(),
                        paging.window()),
                trade -> new LogKey(trade.loggedAt(), trade.origin()),
                TradeAnswer::of);
    }

    @GetMapping("/{ref_id}")
    ResponseEntity<Object> one(@PathVariable("ref_id") String refId, HttpServletRequest request) {
        QueryParameters parameters = QueryParameters.of(request);
        Fields fields = Fields.read(parameters, TradeLists.ACCEPTED.fields());
        parameters.noOthers();
        KnownTrade known = visible(request, refId);
        return EntityTag.answer(tag(known), request, fields.select(TradeAnswer.of(known)));
    }

    private KnownTrade visible(HttpServletRequest request, String refId) {
        Caller caller = Caller.of(request);
        return knownTrades
                .find(Caller.clientOf(request), PathValue.refId(refId))
                .filter(known -> isVisible(known, caller))
                .orElseThrow(() -> PathValue.noTrade(refId));
    }

    private static boolean isVisible(KnownTrade known, Caller caller) {
        return switch (known) {
            case KnownTrade.Accepted(AcceptedTrade trade) ->
                caller.mayActFor(trade.trade().user());
            case KnownTrade.Refused(RefusedTrade trade) ->
                caller.user().isEmpty()
                        || trade.user().filter(caller::mayActFor).isPresent();
        };
    }

    /**
     * A rejected trade has none: neighbours turn it over without an event of its own, so its version alone would let a
     * cached answer pass for the current one, and a condition of another version must not amend it.
     */
    private static @Nullable EntityTag tag(KnownTrade known) {
        return known instanceof KnownTrade.Accepted(AcceptedTrade trade) && trade.state() != TradeState.REJECTED
                ? EntityTag.strong(trade.version())
                : null;
    }

    @GetMapping("/{ref_id}/history")
    ResponseEntity<byte[]> history(@PathVariable("ref_id") String refId, HttpServletRequest request) {
        QueryParameters parameters = QueryParameters.of(request);
        Paging<LogKey> paging = Paging.read(TradeLists.HISTORY, parameters, request);
        parameters.noOthers();
        RefId known = PathValue.refId(refId);
        if (Caller.of(request).user().isPresent()) {
            visible(request, refId);
        }
        Slice<HistoryEntry> events = tradeHistories.page(Caller.clientOf(request), known, paging.window());
        if (events.total() == 0) {
            throw PathValue.noTrade(refId);
        }
        return EntityTag.answer(request, paging.page(events, HistoryEntry::key, HistoryAnswer::of));
    }
}
