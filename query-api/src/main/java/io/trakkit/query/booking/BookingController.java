package io.trakkit.query.booking;

import io.trakkit.access.Caller;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.BookingKind;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.domain.update.Accepted;
import io.trakkit.query.PathValue;
import io.trakkit.query.page.Fields;
import io.trakkit.query.page.ListShape;
import io.trakkit.query.page.Page;
import io.trakkit.query.page.Paging;
import io.trakkit.store.query.page.Direction;
import io.trakkit.store.query.page.Slice;
import io.trakkit.store.query.page.Window;
import io.trakkit.store.query.trades.BookingCriteria;
import io.trakkit.store.query.trades.HistoryEntry;
import io.trakkit.store.query.trades.KnownBooking;
import io.trakkit.store.query.trades.KnownBookings;
import io.trakkit.store.query.trades.LogKey;
import io.trakkit.store.query.trades.RefusedTrades;
import io.trakkit.store.query.trades.TradeHistories;
import io.trakkit.store.query.trades.TradeSort;
import io.trakkit.wire.http.EntityTag;
import io.trakkit.wire.http.QueryParameters;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * The reads about trades or about activities.
 *
 * @param <F> what a list of them can be filtered by
 */
abstract class BookingController<F> {

    private final BookingKind kind;
    private final KnownBookings known;
    private final RefusedTrades refused;
    private final TradeHistories histories;
    private final ListShape<TradeSort.Key> acceptedList;
    private final ListShape<LogKey> refusedList;

    /** @param members the names of the members of one of them */
    BookingController(
            BookingKind kind,
            String plural,
            List<String> members,
            KnownBookings known,
            RefusedTrades refused,
            TradeHistories histories) {
        this.kind = kind;
        this.known = known;
        this.refused = refused;
        this.histories = histories;
        acceptedList = BookingLists.accepted(plural, members);
        refusedList = BookingLists.refused("refused-" + plural, members);
    }

    /** Reads the filters. Errors are added to the parameters. */
    abstract F filter(BookingCriteria criteria, QueryParameters parameters);

    /** The filters that only this kind has, by the names of their parameters. */
    abstract Map<String, Optional<?>> own(F filter);

    /** A page of the accepted ones. */
    abstract Slice<? extends Accepted> page(
            ClientId client, F filter, TradeSort by, Direction direction, Window<TradeSort.Key> window);

    @GetMapping
    ResponseEntity<byte[]> list(HttpServletRequest request) {
        QueryParameters parameters = QueryParameters.of(request);
        BookingQuery query = BookingQuery.read(parameters, Caller.of(request));
        F filter = filter(query.criteria(), parameters);
        return EntityTag.answer(
                request,
                query.isOfRefused()
                        ? refused(query, filter, parameters, request)
                        : accepted(filter, parameters, request));
    }

    private Page accepted(F filter, QueryParameters parameters, HttpServletRequest request) {
        Paging<TradeSort.Key> paging = Paging.read(acceptedList, parameters, request);
        parameters.noOthers();
        TradeSort by = TradeSort.valueOf(paging.ordering().field().toUpperCase(Locale.ROOT));
        return paging.page(
                page(Caller.clientOf(request), filter, by, paging.ordering().direction(), paging.window()),
                by::keyOf,
                BookingAnswer::of);
    }

    private Page refused(BookingQuery query, F filter, QueryParameters parameters, HttpServletRequest request) {
        Paging<LogKey> paging = Paging.read(refusedList, parameters, request);
        query.requireNoneOfAccepted(parameters, own(filter));
        parameters.noOthers();
        return paging.page(
                refused.page(
                        Caller.clientOf(request),
                        query.refused(),
                        paging.ordering().direction(),
                        paging.window()),
                creation -> new LogKey(creation.loggedAt(), creation.origin()),
                creation -> BookingAnswer.of(kind, creation));
    }

    @GetMapping("/{ref_id}")
    ResponseEntity<Object> one(@PathVariable("ref_id") String refId, HttpServletRequest request) {
        QueryParameters parameters = QueryParameters.of(request);
        Fields fields = Fields.read(parameters, acceptedList.fields());
        parameters.noOthers();
        KnownBooking found = visible(request, PathValue.refId(kind, refId));
        return EntityTag.answer(tag(found), request, fields.select(BookingAnswer.of(kind, found)));
    }

    private KnownBooking visible(HttpServletRequest request, RefId refId) {
        Caller caller = Caller.of(request);
        return known.find(kind, Caller.clientOf(request), refId, caller.user())
                .filter(found -> isVisible(found, caller))
                .orElseThrow(() -> PathValue.none(kind, refId));
    }

    private static boolean isVisible(KnownBooking found, Caller caller) {
        return switch (found) {
            case KnownBooking.Stored(Accepted accepted) ->
                caller.mayActFor(accepted.booking().user());
            // Those of other users are not found.
            case KnownBooking.Refused _ -> true;
        };
    }

    /**
     * A rejected record has none: neighbours turn it over without an event of its own, so its version alone would let a
     * cached answer pass for the current one, and a condition of another version must not amend it.
     */
    private static @Nullable EntityTag tag(KnownBooking found) {
        return found instanceof KnownBooking.Stored(Accepted accepted) && accepted.state() != TradeState.REJECTED
                ? EntityTag.strong(accepted.version())
                : null;
    }

    @GetMapping("/{ref_id}/history")
    ResponseEntity<byte[]> history(@PathVariable("ref_id") String path, HttpServletRequest request) {
        QueryParameters parameters = QueryParameters.of(request);
        Paging<LogKey> paging = Paging.read(BookingLists.HISTORY, parameters, request);
        parameters.noOthers();
        RefId refId = PathValue.refId(kind, path);
        Optional<UserId> user = Caller.of(request).user();
        if (user.isPresent()) {
            visible(request, refId);
        }
        Slice<HistoryEntry> events = histories.page(Caller.clientOf(request), refId, user, paging.window());
        if (events.total() == 0) {
            throw PathValue.none(kind, refId);
        }
        return EntityTag.answer(request, paging.page(events, HistoryEntry::key, HistoryAnswer::of));
    }
}
