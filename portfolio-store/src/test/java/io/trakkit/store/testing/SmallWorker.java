package io.trakkit.store.testing;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.position.Checkpoint;
import io.trakkit.domain.position.Fold;
import io.trakkit.domain.position.FoldedActivity;
import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.position.FoldedTrade;
import io.trakkit.domain.position.RecordMerge;
import io.trakkit.domain.position.Summary;
import io.trakkit.domain.trade.CorporateAction;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.domain.update.Accepted;
import io.trakkit.domain.update.PositionUpdate;
import io.trakkit.store.actions.CorporateActions;
import io.trakkit.store.actions.CorporateActions.ClientTicker;
import io.trakkit.store.actions.TickerActions;
import io.trakkit.store.deadletters.DeadLetter;
import io.trakkit.store.deadletters.DeadLetters;
import io.trakkit.store.ledger.Activities;
import io.trakkit.store.ledger.Journal;
import io.trakkit.store.ledger.Summaries;
import io.trakkit.store.ledger.Trades;
import io.trakkit.store.log.LogPosition;
import io.trakkit.store.portfolios.PortfolioOwners;
import io.trakkit.store.portfolios.PortfolioOwners.PortfolioKey;
import io.trakkit.store.postgres.Rows;
import io.trakkit.store.progress.Progress;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    private final Activities activities;
    private final CorporateActions corporateActions;
    private final PortfolioOwners portfolios;
    private final DeadLetters deadLetters;

    public SmallWorker(TestDatabase database) {
        this.database = database;
        JdbcClient jdbc = database.jdbc();
        progress = new Progress(jdbc);
        journal = new Journal(jdbc);
        summaries = new Summaries(jdbc);
        trades = new Trades(jdbc);
        activities = new Activities(jdbc);
        corporateActions = new CorporateActions(jdbc);
        portfolios = new PortfolioOwners(jdbc);
        deadLetters = new DeadLetters(jdbc);
    }

    /** Applies an event of the log; one whose event_id or ref_id is taken is a repeat, and changes nothing. */
    public void apply(TradeEvent event, LogPosition origin) {
        apply(event, origin, new byte[0]);
    }

    /**
     * The same with the bytes of the event, for tests that read them in the journal.
     *
     * @throws IllegalArgumentException if the event is refused; nothing of it is written
     */
    public void apply(TradeEvent event, LogPosition origin, byte[] payload) {
        database.transactions().executeWithoutResult(_ -> {
            advance(origin);
            if (!journal.claim(LIVE, List.of(new Journal.Item(event, event.fingerprint(), origin, payload)))
                    .isEmpty()) {
                fold(event);
            }
        });
    }

    private void fold(TradeEvent event) {
        TreeSet<PositionKey> keys = new TreeSet<>(List.of(event.key()));
        summaries.open(LIVE, keys);
        Summaries.Locked before = summaries.lock(LIVE, keys).getFirst();
        PositionUpdate positionUpdate = update(before, amendedBy(event));
        if (positionUpdate.accept(event) instanceof PositionUpdate.Acceptance.Refused refused) {
            throw new IllegalArgumentException(refused.detail());
        }
        Summary after = fold(positionUpdate, event.key());
        trades.insert(LIVE, positionUpdate.createdTrades());
        trades.update(LIVE, positionUpdate.amendedTrades());
        activities.insert(LIVE, positionUpdate.createdActivities());
        activities.update(LIVE, positionUpdate.amendedActivities());
        summaries.save(
                List.of(before.with(after).foldedAfter(ofTicker(event.key()).lastChange())));
    }

    /**
     * Records a corporate action in place of its former version. The positions of its ticker wait to be folded again.
     *
     * @param from the earlier of its time and that of its former version
     */
    public void record(CorporateAction action, Instant from) {
        database.transactions().executeWithoutResult(_ -> {
            corporateActions.save(action);
            database.jdbc()
                    .sql("""
                            INSERT INTO refolds (client_id, ticker, generation, action_id, refold_from, requested_at)
                            VALUES (:client, :ticker, :live, :action, :from, :from)
                            """)
                    .param("client", action.client().value())
                    .param("ticker", action.ticker().value())
                    .param("live", LIVE)
                    .param("action", action.id().value())
                    .param("from", Rows.toSql(from))
                    .update();
        });
    }

    /** Folds the one position again that waits for it. */
    public void refold(PositionKey key, Instant from) {
        database.transactions().executeWithoutResult(_ -> {
            database.jdbc()
                    .sql("DELETE FROM refolds WHERE client_id = :client AND ticker = :ticker")
                    .param("client", key.client().value())
                    .param("ticker", key.ticker().value())
                    .update();
            Summaries.Locked before =
                    summaries.lock(LIVE, new TreeSet<>(List.of(key))).getFirst();
            PositionUpdate positionUpdate = update(before, List.of());
            positionUpdate.refoldAt(TradeOrder.before(from));
            summaries.saveRefolded(
                    LIVE,
                    List.of(before.with(fold(positionUpdate, key))
                            .foldedAfter(ofTicker(key).lastChange())));
        });
    }

    private TickerActions ofTicker(PositionKey key) {
        ClientTicker ticker = ClientTicker.of(key);
        return corporateActions.of(List.of(ticker)).getOrDefault(ticker, TickerActions.NONE);
    }

    private PositionUpdate update(Summaries.Locked before, List<? extends Accepted> amended) {
        PositionKey key = before.summary().key();
        PortfolioKey portfolio = new PortfolioKey(key.client(), key.portfolio());
        BookRules rules = Objects.requireNonNull(
                        portfolios.of(List.of(portfolio)).get(portfolio))
                .rules();
        List<FoldedActivity> actions = ofTicker(key).counting().stream()
                .filter(action -> action.countsIn(rules.currency()))
                .map(action -> FoldedActivity.of(action, rules))
                .toList();
        return new PositionUpdate(before.summary(), rules, actions, amended);
    }

    /** Folds a position from its first record on, and writes changed outcomes of stored records. */
    private Summary fold(PositionUpdate positionUpdate, PositionKey key) {
        Map<RefId, FoldOutcome> ofTrades = new HashMap<>();
        Map<RefId, FoldOutcome> ofActivities = new HashMap<>();
        try (Stream<FoldedTrade> allTrades = trades.tradesAfter(LIVE, key, TradeOrder.START);
                Stream<FoldedActivity> allActivities = activities.activitiesAfter(LIVE, key, TradeOrder.START)) {
            Iterator<FoldedRecord> all = new RecordMerge(
                    allTrades.toList().iterator(), allActivities.toList().iterator());
            Summary after = positionUpdate.fold(Checkpoint.START, all, new Fold.Listener() {
                @Override
                public void changed(FoldedRecord foldedRecord, FoldOutcome foldOutcome) {
                    (foldedRecord instanceof FoldedTrade ? ofTrades : ofActivities)
                            .put(foldedRecord.refId(), foldOutcome);
                }

                @Override
                public void checkpoint(Checkpoint checkpoint) {
                    // A book of a test is refolded as a whole.
                }
            });
            trades.setOutcomes(LIVE, key.client(), ofTrades);
            activities.setOutcomes(LIVE, key.client(), ofActivities);
            return after;
        }
    }

    private List<? extends Accepted> amendedBy(TradeEvent event) {
        return switch (event) {
            case TradeEvent.Amended amendment ->
                trades.find(LIVE, List.of(new Journal.RefKey(event.client(), amendment.refId())));
            case TradeEvent.ActivityAmended amendment ->
                activities.find(LIVE, List.of(new Journal.RefKey(event.client(), amendment.refId())));
            case TradeEvent.Created _, TradeEvent.ActivityCreated _, TradeEvent.RecalculationRequested _ -> List.of();
        };
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
                        event.booking().map(booking -> booking.user().value()).orElse(null),
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
