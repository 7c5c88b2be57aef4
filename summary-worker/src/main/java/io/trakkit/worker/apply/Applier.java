package io.trakkit.worker.apply;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.TradeEvent;
import io.trakkit.store.deadletters.DeadLetters;
import io.trakkit.store.ledger.Checkpoints;
import io.trakkit.store.ledger.Journal;
import io.trakkit.store.ledger.Progress;
import io.trakkit.store.ledger.Summaries;
import io.trakkit.store.ledger.Trades;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.log.LogPosition;
import io.trakkit.store.portfolios.PortfolioOwners;
import io.trakkit.store.portfolios.PortfolioOwners.PortfolioKey;
import io.trakkit.wire.event.TradeEventCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Applies a batch in one transaction. The order of things: open the read model, advance its progress (the fence), leave
 * out what was applied or refused before, claim the events (repeats and conflicts fall out), then open, lock, fold and
 * save the books of the keys, and record the dead letters.
 */
final class Applier {

    private final TransactionTemplate transactions;
    private final TradeEventCodec codec;
    private final ProjectionTarget projectionTarget;
    private final Progress progress;
    private final PortfolioOwners portfolioOwners;
    private final EventDeduplicator eventDeduplicator;
    private final PositionUpdates positionUpdates;
    private final DeadLetters deadLetters;

    /** @param transactions at READ COMMITTED, on the same database as the client */
    Applier(
            JdbcClient jdbc,
            TransactionTemplate transactions,
            TradeEventCodec codec,
            ProjectionTarget projectionTarget) {
        this.transactions = transactions;
        this.codec = codec;
        this.projectionTarget = projectionTarget;
        Journal journal = new Journal(jdbc);
        progress = new Progress(jdbc);
        portfolioOwners = new PortfolioOwners(jdbc);
        eventDeduplicator = new EventDeduplicator(journal);
        positionUpdates = new PositionUpdates(journal, new Summaries(jdbc), new Trades(jdbc), new Checkpoints(jdbc));
        deadLetters = new DeadLetters(jdbc);
    }

    /**
     * Applies a batch and commits it.
     *
     * @throws io.trakkit.store.ledger.StaleOwnerException if another worker has taken over one of its partitions
     * @throws io.trakkit.store.ledger.ProgressGapException if the database has gone back in time
     * @throws WrongFoldVersionException if the read model was made by another version of the fold
     */
    BatchResult apply(Batch batch) {
        return inTransaction(batch, this::decide);
    }

    /** Records a verdict on every record of a batch, whatever it says, and commits that. */
    BatchResult refuse(Batch batch, DeadLetterReason reason, String detail) {
        return inTransaction(batch, (_, fresh, batchOutcome) -> {
            for (DecodedRecord decodedRecord : fresh) {
                switch (decodedRecord) {
                    case DecodedRecord.Decoded readable -> batchOutcome.refused(readable, reason, detail);
                    case DecodedRecord.Undecodable unreadable -> batchOutcome.refused(unreadable.letter());
                }
            }
        });
    }

    private interface Decision {
        void on(int generation, List<DecodedRecord> fresh, BatchOutcome batchOutcome);
    }

    private BatchResult inTransaction(Batch batch, Decision decision) {
        return transactions.execute(_ -> {
            int generation = projectionTarget.open();
            Map<LogPartition, Long> appliedBefore = progress.advance(generation, batch.advances());
            List<DecodedRecord> fresh = undecided(batch, appliedBefore);
            BatchOutcome batchOutcome = new BatchOutcome(codec);
            batchOutcome.repeated(batch.size() - fresh.size());
            decision.on(generation, fresh, batchOutcome);
            if (!batchOutcome.deadLetters().isEmpty()) {
                projectionTarget.refuse(batchOutcome.deadLetters());
            }
            return batchOutcome.result();
        });
    }

    /**
     * Those that were not applied before, and on which there is no verdict: a record that became a dead letter once stays
     * one, whatever would be decided now.
     */
    private List<DecodedRecord> undecided(Batch batch, Map<LogPartition, Long> appliedBefore) {
        Set<LogPosition> refused = deadLetters.origins(batch.advances());
        return batch.readings().stream()
                .filter(decodedRecord -> decodedRecord.origin().offset()
                        >= Objects.requireNonNull(
                                appliedBefore.get(decodedRecord.origin().partition())))
                .filter(decodedRecord -> !refused.contains(decodedRecord.origin()))
                .toList();
    }

    private void decide(int generation, List<DecodedRecord> fresh, BatchOutcome batchOutcome) {
        List<DecodedRecord.Decoded> readable = new ArrayList<>();
        for (DecodedRecord decodedRecord : fresh) {
            switch (decodedRecord) {
                case DecodedRecord.Decoded event -> readable.add(event);
                case DecodedRecord.Undecodable unreadable -> batchOutcome.refused(unreadable.letter());
            }
        }
        List<DecodedRecord.Decoded> rest = permitted(readable, batchOutcome);
        while (!rest.isEmpty()) {
            int together = EventDeduplicator.together(rest);
            positionUpdates.take(
                    generation,
                    eventDeduplicator.claim(generation, rest.subList(0, together), batchOutcome),
                    batchOutcome);
            rest = rest.subList(together, rest.size());
        }
    }

    /** Those whose portfolio exists and belongs to the trade's user. */
    private List<DecodedRecord.Decoded> permitted(List<DecodedRecord.Decoded> readings, BatchOutcome batchOutcome) {
        if (readings.isEmpty()) {
            return readings;
        }
        Map<PortfolioKey, UserId> owners =
                owners(readings.stream().map(Applier::portfolio).collect(Collectors.toSet()));
        List<DecodedRecord.Decoded> permitted = new ArrayList<>();
        for (DecodedRecord.Decoded decodedRecord : readings) {
            UserId owner = owners.get(portfolio(decodedRecord));
            if (owner == null) {
                batchOutcome.refused(
                        decodedRecord,
                        DeadLetterReason.UNKNOWN_PORTFOLIO,
                        "Portfolio " + decodedRecord.event().key().portfolio() + " does not exist");
            } else if (decodedRecord.event() instanceof TradeEvent.Created created
                    && !created.trade().user().equals(owner)) {
                batchOutcome.refused(
                        decodedRecord,
                        DeadLetterReason.FOREIGN_PORTFOLIO,
                        "Portfolio " + decodedRecord.event().key().portfolio() + " belongs to a different user than "
                                + created.trade().user());
            } else {
                permitted.add(decodedRecord);
            }
        }
        return permitted;
    }

    private Map<PortfolioKey, UserId> owners(Set<PortfolioKey> portfolios) {
        Map<PortfolioKey, UserId> owners = new HashMap<>(portfolioOwners.of(portfolios));
        Set<PortfolioKey> missing = new HashSet<>(portfolios);
        missing.removeAll(owners.keySet());
        if (!missing.isEmpty()) {
            projectionTarget.requireCompletePortfolios();
            // They may have come in just now.
            owners.putAll(portfolioOwners.of(missing));
        }
        return owners;
    }

    private static PortfolioKey portfolio(DecodedRecord.Decoded decodedRecord) {
        return new PortfolioKey(
                decodedRecord.event().client(), decodedRecord.event().key().portfolio());
    }
}
