package io.trakkit.query.explain.returns;

import io.trakkit.domain.lots.CashMovement;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.query.explain.EventAnswer;
import io.trakkit.query.explain.EventsOfRecords;
import io.trakkit.query.explain.LoggedRecordAnswer;
import io.trakkit.query.explain.TermsAnswer;
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

    static ReturnRecordAnswer of(PartRecords.Found found, EventsOfRecords eventsOf, CurrencyCode portfolio) {
        LoggedRecordAnswer logged = LoggedRecordAnswer.of(found.ticker(), found.folded(), eventsOf, portfolio);
        return new ReturnRecordAnswer(
                logged.kind(),
                logged.type(),
                logged.ticker(),
                logged.refId(),
                logged.actionId(),
                logged.executedAt(),
                found.countsFrom(),
                found.endsPart(),
                found.movement()
                        .map(movement -> movement.amount().toPlainString())
                        .orElse(null),
                found.movement()
                        .map(CashMovement::currency)
                        .map(CurrencyCode::value)
                        .orElse(null),
                logged.terms(),
                logged.events(),
                logged.eventCount(),
                logged.history());
    }
}
