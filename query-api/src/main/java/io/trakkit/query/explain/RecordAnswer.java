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
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
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

    /** A record of the fold. */
    static RecordAnswer of(ExplainedRow.Folded row, EventsOfRecords.Found events, CurrencyCode currency) {
        ExplainedRecord explained = row.explained();
        FoldedRecord folded = explained.folded();
        boolean isAction = EventsOfRecords.isAction(folded);
        return new RecordAnswer(
                row.number(),
                kind(folded),
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
                events.answers(),
                events.count(),
                history(folded));
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

    /** The noun of what a record is, in answers. */
    static String kind(FoldedRecord folded) {
        return switch (folded) {
            case FoldedTrade _ -> BookingKind.TRADE.noun();
            case FoldedActivity activity ->
                activity.isCorporateAction() ? CORPORATE_ACTION : BookingKind.ACTIVITY.noun();
        };
    }

    /** The path of all events of a record; null for a corporate action, of which the log keeps the newest. */
    static @Nullable String history(FoldedRecord folded) {
        return EventsOfRecords.isAction(folded) ? null : history(kind(folded), folded.refId());
    }

    private static String history(String kind, RefId refId) {
        return "/api/v1/" + kind + "/" + refId + "/history/";
    }

    static String type(FoldedRecord folded) {
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
