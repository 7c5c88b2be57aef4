package io.trakkit.worker.apply;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.Booking;
import io.trakkit.store.deadletters.DeadLetters;
import io.trakkit.store.ledger.Journal;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.log.LogPosition;
import io.trakkit.store.portfolios.PortfolioOwners;
import io.trakkit.store.portfolios.PortfolioOwners.Owned;
import io.trakkit.store.portfolios.PortfolioOwners.PortfolioKey;
import io.trakkit.store.progress.Progress;
import io.trakkit.wire.event.TradeEventCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Applies a batch in one transaction. The order: begin the transaction on the read model; advance the progress, which fails
 * if another worker has taken over a partition; skip records that were applied or refused before; refuse events without a
 * portfolio of their client; record the new events in the journal; open and lock the positions; fold; save; store the dead letters.
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

    /** @param transactions at READ COMMITTED, on the database of {@code jdbc} */
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
        positionUpdates = new PositionUpdates(jdbc, journal);
        deadLetters = new DeadLetters(jdbc);
    }

    /**
     * Applies a batch and commits it.
     *
     * @throws io.trakkit.store.progress.StaleOwnerException if another worker has taken over one of its partitions
     * @throws io.trakkit.store.progress.ProgressGapException if the database has an older state than this worker has seen
     * @throws WrongFoldVersionException if the read model was made by another version of the fold
     */
    BatchResult apply(Batch batch) {
        return transactions.execute(_ -> {
            BatchOutcome outcome = new BatchOutcome(codec);
            int generation = projectionTarget.open();
            List<DecodedRecord> records = advance(generation, batch, outcome);
            List<LoggedEvent> decoded = decoded(records, outcome);
            Map<PortfolioKey, Owned> portfolios = portfolios(decoded);
            List<LoggedEvent> events = permitted(decoded, portfolios, outcome);
            while (!events.isEmpty()) {
                int count = EventDeduplicator.independent(events);
                List<LoggedEvent> recorded = eventDeduplicator.record(generation, events.subList(0, count), outcome);
                PositionUpdates.Locked positions = positionUpdates.openAndLock(generation, recorded, portfolios);
                PositionUpdates.Changes changes = positionUpdates.fold(positions, outcome);
                positionUpdates.save(generation, changes);
                events = events.subList(count, events.size());
            }
            return finish(outcome);
        });
    }

    /** Stores a dead letter for every record of a batch that has none, and commits. */
    BatchResult refuse(Batch batch, DeadLetterReason reason, String detail) {
        return transactions.execute(_ -> {
            BatchOutcome outcome = new BatchOutcome(codec);
            int generation = projectionTarget.open();
            List<DecodedRecord> records = advance(generation, batch, outcome);
            decoded(records, outcome).forEach(logged -> outcome.refused(logged, reason, detail));
            return finish(outcome);
        });
    }

    /**
     * Advances the progress over a batch.
     *
     * @return the records that were neither applied nor refused before; a record that became a dead letter stays one
     */
    private List<DecodedRecord> advance(int generation, Batch batch, BatchOutcome outcome) {
        Map<LogPartition, Long> appliedBefore = progress.advance(generation, batch.advances());
        Set<LogPosition> refusedBefore = deadLetters.origins(batch.advances());
        List<DecodedRecord> undecided = batch.records().stream()
                .filter(record -> record.origin().offset()
                        >= Objects.requireNonNull(
                                appliedBefore.get(record.origin().partition())))
                .filter(record -> !refusedBefore.contains(record.origin()))
                .toList();
        outcome.repeated(batch.size() - undecided.size());
        return undecided;
    }

    /** The records that could be decoded; the others become dead letters. */
    private static List<LoggedEvent> decoded(List<DecodedRecord> records, BatchOutcome outcome) {
        List<LoggedEvent> decoded = new ArrayList<>();
        for (DecodedRecord record : records) {
            switch (record) {
                case LoggedEvent logged -> decoded.add(logged);
                case DecodedRecord.Refused refused -> outcome.refused(refused.deadLetter());
            }
        }
        return decoded;
    }

    private BatchResult finish(BatchOutcome outcome) {
        if (!outcome.deadLetters().isEmpty()) {
            projectionTarget.storeDeadLetters(outcome.deadLetters());
        }
        return outcome.result();
    }

    /** The events whose portfolio belongs to their client and to the user of the trade or activity. */
    private List<LoggedEvent> permitted(
            List<LoggedEvent> events, Map<PortfolioKey, Owned> portfolios, BatchOutcome outcome) {
        Set<PortfolioId> ofOtherClients = ofOtherClients(keys(events), portfolios.keySet());
        List<LoggedEvent> permitted = new ArrayList<>();
        for (LoggedEvent logged : events) {
            PortfolioId portfolio = logged.event().key().portfolio();
            Owned owned = portfolios.get(portfolio(logged));
            if (owned == null && ofOtherClients.contains(portfolio)) {
                outcome.refused(
                        logged,
                        DeadLetterReason.FOREIGN_PORTFOLIO,
                        "Portfolio " + portfolio + " does not belong to client "
                                + logged.event().client());
            } else if (owned == null) {
                outcome.refused(
                        logged, DeadLetterReason.UNKNOWN_PORTFOLIO, "Portfolio " + portfolio + " does not exist");
            } else {
                Optional<UserId> stranger =
                        logged.event().booking().map(Booking::user).filter(user -> !user.equals(owned.owner()));
                if (stranger.isPresent()) {
                    outcome.refused(
                            logged,
                            DeadLetterReason.FOREIGN_PORTFOLIO,
                            "Portfolio " + portfolio + " belongs to a different user than " + stranger.get());
                } else {
                    permitted.add(logged);
                }
            }
        }
        return permitted;
    }

    /** The owners and rules of the portfolios of events; those that do not exist are left out. */
    private Map<PortfolioKey, Owned> portfolios(List<LoggedEvent> events) {
        if (events.isEmpty()) {
            return Map.of();
        }
        Set<PortfolioKey> wanted = keys(events);
        Map<PortfolioKey, Owned> found = new HashMap<>(portfolioOwners.of(wanted));
        Set<PortfolioKey> missing = without(wanted, found.keySet());
        if (!missing.isEmpty()) {
            projectionTarget.requireCompletePortfolios();
            // Another worker may have restored them since.
            found.putAll(portfolioOwners.of(missing));
        }
        return found;
    }

    private static Set<PortfolioKey> keys(List<LoggedEvent> events) {
        return events.stream().map(Applier::portfolio).collect(Collectors.toSet());
    }

    /** The portfolios that their client does not have, but another client has. */
    private Set<PortfolioId> ofOtherClients(Set<PortfolioKey> portfolios, Set<PortfolioKey> owned) {
        Set<PortfolioKey> missing = without(portfolios, owned);
        return missing.isEmpty()
                ? Set.of()
                : portfolioOwners.existing(
                        missing.stream().map(PortfolioKey::portfolio).collect(Collectors.toSet()));
    }

    private static Set<PortfolioKey> without(Set<PortfolioKey> all, Set<PortfolioKey> some) {
        Set<PortfolioKey> others = new HashSet<>(all);
        others.removeAll(some);
        return others;
    }

    private static PortfolioKey portfolio(LoggedEvent logged) {
        return new PortfolioKey(logged.event().client(), logged.event().key().portfolio());
    }
}
