package io.trakkit.query.explain;

import io.trakkit.domain.explain.Effect;
import io.trakkit.domain.explain.ExplainedRecord;
import io.trakkit.domain.lots.TakenLot;
import io.trakkit.domain.position.FoldedActivity;
import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.position.FoldedTrade;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.trade.Activity;
import io.trakkit.domain.trade.Booking;
import io.trakkit.domain.trade.BookingKind;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.store.query.trades.RecordEvents;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A record of a position with what it did to the numbers: the schema ExplainedRecord of docs/openapi.yaml. */
record RecordAnswer(
        @Nullable Long place,
        String kind,
        @Nullable String type,
        @Nullable String refId,
        @Nullable String actionId,
        @Nullable Instant executedAt,
        @Nullable Instant countsFrom,
        String state,
        @Nullable String reason,
        @Nullable String detail,
        @Nullable TermsAnswer terms,
        List<EffectAnswer> effects,
        @Nullable NumbersAnswer after,
        List<LotAnswer> lots,
        List<EventAnswer> events,
        long eventCount,
        @Nullable String history) {

    /** The kind of a corporate action in answers; that of the others is the noun of their {@link BookingKind}. */
    private static final String CORPORATE_ACTION = "corporate_action";

    /** What a step did to one number. */
    record EffectAnswer(
            int step,
            String number,
            @Nullable String before,
            @Nullable String after,
            @Nullable String formula) {

        static EffectAnswer of(Effect effect) {
            return new EffectAnswer(
                    effect.step(),
                    effect.number().wireName(),
                    text(effect.before()),
                    text(effect.after()),
                    effect.formula());
        }

        private static @Nullable String text(@Nullable BigDecimal number) {
            return number == null ? null : number.toPlainString();
        }
    }

    /** The numbers after a record. */
    record NumbersAnswer(String held, String average, String cost, String fees, String realised, String income) {

        static NumbersAnswer of(Position position) {
            return new NumbersAnswer(
                    position.held().toPlainString(),
                    position.averageCost().toPlainString(),
                    position.cost().toPlainString(),
                    position.fees().toPlainString(),
                    position.realised().toPlainString(),
                    position.income().toPlainString());
        }
    }

    /** What a record took from a lot: the schema TakenLot. */
    record LotAnswer(
            Instant acquiredAt,
            String refId,
            BigDecimal volume,
            String volumeText,
            String cost,
            String fees,
            long daysHeld) {

        static LotAnswer of(TakenLot lot) {
            return new LotAnswer(
                    lot.acquiredAt(),
                    lot.refId().value(),
                    lot.units(),
                    lot.units().toPlainString(),
                    lot.cost().toPlainString(),
                    lot.fees().toPlainString(),
                    lot.daysHeld());
        }
    }

    /** A trade or an activity of the fold. */
    static RecordAnswer of(ExplainedRow.Folded row, RecordEvents.Events events, CurrencyCode currency) {
        BookingKind kind = row.explained().folded() instanceof FoldedTrade ? BookingKind.TRADE : BookingKind.ACTIVITY;
        return folded(row, kind.noun(), EventAnswer.all(events), events.count(), currency);
    }

    /** @param recorded its newest record; empty if it is gone from the table */
    static RecordAnswer ofAction(
            ExplainedRow.Folded row, Optional<RecordEvents.ActionEvent> recorded, CurrencyCode currency) {
        return folded(
                row,
                CORPORATE_ACTION,
                recorded.map(EventAnswer::of).stream().toList(),
                recorded.map(RecordEvents.ActionEvent::version).orElse(0L),
                currency);
    }

    private static RecordAnswer folded(
            ExplainedRow.Folded row, String kind, List<EventAnswer> events, long eventCount, CurrencyCode currency) {
        ExplainedRecord explained = row.explained();
        FoldedRecord folded = explained.folded();
        boolean isAction = kind.equals(CORPORATE_ACTION);
        return new RecordAnswer(
                row.number(),
                kind,
                type(folded),
                isAction ? null : folded.refId().value(),
                isAction ? folded.refId().value() : null,
                folded.tradeOrder().executedAt(),
                row.countsFrom(),
                folded.state().wireName(),
                explained.reason().orElse(null),
                explained.detail().orElse(null),
                TermsAnswer.of(folded, currency),
                explained.effects().stream().map(EffectAnswer::of).toList(),
                NumbersAnswer.of(explained.after()),
                explained.taken().stream().map(LotAnswer::of).toList(),
                events,
                eventCount,
                isAction ? null : history(kind, folded.refId()));
    }

    /** A trade or an activity whose creation was refused. */
    static RecordAnswer of(ExplainedRow.Refused row, CurrencyCode currency) {
        var creation = row.refused().creation();
        String kind = row.refused().kind().noun();
        return new RecordAnswer(
                null,
                kind,
                row.booking().map(RecordAnswer::type).orElse(null),
                creation.refId().value(),
                null,
                row.booking().map(Booking::executedAt).orElse(null),
                null,
                TradeState.REFUSED.wireName(),
                creation.reason().wireName(),
                creation.detail(),
                row.booking().map(booking -> TermsAnswer.of(booking, currency)).orElse(null),
                List.of(),
                null,
                List.of(),
                List.of(EventAnswer.of(row.refused().event())),
                1,
                history(kind, creation.refId()));
    }

    private static String history(String kind, RefId refId) {
        return "/api/v1/" + kind + "/" + refId + "/history/";
    }

    private static String type(FoldedRecord folded) {
        return switch (folded) {
            case FoldedTrade trade -> type(trade.side());
            case FoldedActivity activity -> activity.terms().type().wireName();
        };
    }

    private static String type(Booking booking) {
        return switch (booking) {
            case Trade trade -> type(trade.side());
            case Activity activity -> activity.type().wireName();
        };
    }

    private static String type(Side side) {
        return side.name().toLowerCase(Locale.ROOT);
    }
}
