package io.trakkit.query.explain;

import io.trakkit.domain.lots.CashMovement;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Ticker;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record that counts in a part of a span: the schema ReturnRecord of docs/openapi.yaml.
 *
 * @param cash what it moves in its own currency; negative for cash that leaves
 */
record ReturnRecordAnswer(
        String kind,
        String type,
        @Nullable String ticker,
        @Nullable String refId,
        @Nullable String actionId,
        Instant executedAt,
        Instant countsFrom,
        boolean endsPart,
        @Nullable String cash,
        @Nullable String cashCurrency,
        TermsAnswer terms,
        List<EventAnswer> events,
        long eventCount,
        @Nullable String history) {

    static ReturnRecordAnswer of(PartRecords.Found found, EventsOfRecords.Found events, CurrencyCode portfolio) {
        boolean isAction = EventsOfRecords.isAction(found.folded());
        String id = found.folded().refId().value();
        return new ReturnRecordAnswer(
                RecordAnswer.kind(found.folded()),
                RecordAnswer.type(found.folded()),
                found.ticker().equals(Ticker.CASH) ? null : found.ticker().value(),
                isAction ? null : id,
                isAction ? id : null,
                found.folded().tradeOrder().executedAt(),
                found.countsFrom(),
                found.endsPart(),
                found.movement()
                        .map(movement -> movement.amount().toPlainString())
                        .orElse(null),
                found.movement()
                        .map(CashMovement::currency)
                        .map(CurrencyCode::value)
                        .orElse(null),
                TermsAnswer.of(found.folded(), portfolio),
                events.answers(),
                events.count(),
                RecordAnswer.history(found.folded()));
    }
}
