package io.trakkit.store.testing;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.position.AcceptedTrade;
import io.trakkit.domain.position.Checkpoint;
import io.trakkit.domain.position.Fold;
import io.trakkit.domain.position.FoldedTrade;
import io.trakkit.domain.position.PositionUpdate;
import io.trakkit.domain.position.Summary;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.TradeEvent;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.store.deadletters.DeadLetter;
import io.trakkit.store.deadletters.DeadLetters;
import io.trakkit.store.ledger.Journal;
import io.trakkit.store.ledger.Progress;
import io.trakkit.store.ledger.Summaries;
import io.trakkit.store.ledger.Trades;
import io.trakkit.store.log.LogPosition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the worker does with one event at a time, without Kafka: for tests that look at the read model, or at those who
 * wait for it. The portfolio must exist. What is refused, and why, the test says.
 */
public final class SmallWorker {

    private static final int LIVE = 1;

    private final TestDatabase database;
    private final Progress progress;
    private final Journal journal;
    private final Summaries summaries;
    private final Trades trades;
    private final DeadLetters deadLetters;

    public SmallWorker(TestDatabase database) {
        this.database = database;
        JdbcClient jdbc = database.jdbc();
        progress = new Progress(jdbc);
        journal = new Journal(jdbc);
        summaries = new Summaries(jdbc);
        trades = new Trades(jdbc);
        deadLetters = new DeadLetters(jdbc);
    }

    /** Applies an event of the log; one whose event_id or ref_id is taken is a repeat, and changes nothing. */
    public void apply(TradeEvent event, LogPosition origin) {
        database.transactions().executeWithoutResult(_ -> {
            advance(origin);
            if (!journal.claim(LIVE, List.of(new Journal.Item(event, origin, new byte[0])))
                    .isEmpty()) {
                fold(event);
            }
        });
    }

    private void fold(TradeEvent event) {
        TreeSet<PositionKey> keys = new TreeSet<>(List.of(event.key()));
        summaries.open(LIVE, keys);
        Summaries.Locked before = summaries.lock(LIVE, keys).getFirst();
        List<AcceptedTrade> stored = event.subject()
                .map(refId -> trades.find(LIVE, List.of(new Journal.RefKey(event.client(), refId))))
                .orElse(List.of());
        PositionUpdate positionUpdate =
                new PositionUpdate(before.summary(), event instanceof TradeEvent.Amended ? stored : List.of());
        if (positionUpdate.accept(event) instanceof PositionUpdate.Acceptance.Refused refused) {
            throw new IllegalArgumentException(refused.detail());
        }
        Map<RefId, FoldOutcome> outcomes = new HashMap<>();
        try (Stream<FoldedTrade> all = trades.tradesAfter(LIVE, event.key(), TradeOrder.START)) {
            Summary after = positionUpdate.fold(Checkpoint.START, all.toList().iterator(), new Fold.Listener() {
                @Override
                public void changed(FoldedTrade foldedTrade, FoldOutcome foldOutcome) {
                    outcomes.put(foldedTrade.refId(), foldOutcome);
                }

                @Override
                public void checkpoint(Checkpoint checkpoint) {
                    // A book of a test is refolded as a whole.
                }
            });
            trades.insert(LIVE, positionUpdate.created());
            trades.update(LIVE, positionUpdate.amended());
            trades.setOutcomes(LIVE, event.client(), outcomes);
            summaries.save(List.of(before.with(after)));
        }
    }

    /** Makes an event of the log a dead letter. */
    public void refuse(TradeEvent event, LogPosition origin, DeadLetterReason reason, String detail) {
        DeadLetter letter = new DeadLetter(
                origin,
                "trakkit.trades",
                reason,
                detail,
                new DeadLetter.Raw(new byte[0], new byte[0], new byte[0]),
                event.occurredAt(),
                new DeadLetter.About(
                        event.client(),
                        event.eventId(),
                        event.type().wireName(),
                        event.subject().map(Object::toString).orElse(null),
                        event instanceof TradeEvent.Created created
                                ? created.trade().user().value()
                                : null,
                        event.key().portfolio().value(),
                        event.key().ticker().value()));
        database.transactions().executeWithoutResult(_ -> {
            advance(origin);
            deadLetters.record(List.of(letter));
        });
    }

    /** Goes past a record of the log that needs nothing else. */
    public void skip(LogPosition origin) {
        database.transactions().executeWithoutResult(_ -> advance(origin));
    }

    private void advance(LogPosition origin) {
        long epoch = progress.take(LIVE, origin.partition()).epoch();
        progress.advance(
                LIVE, new TreeMap<>(Map.of(origin.partition(), new Progress.Advance(epoch, 0, origin.offset() + 1))));
    }
}
