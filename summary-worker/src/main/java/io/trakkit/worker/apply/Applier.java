package io.trakkit.worker.apply;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.Booking;
import io.trakkit.store.deadletters.DeadLetters;
import io.trakkit.store.ledger.Journal;
import io.trakkit.store.ledger.Journal.EventKey;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.log.LogPosition;
import io.trakkit.store.portfolios.PortfolioOwners;
import io.trakkit.store.portfolios.PortfolioOwners.Owned;
import io.trakkit.store.portfolios.PortfolioOwners.PortfolioKey;
import io.trakkit.store.postgres.RoundTrip;
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
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Applies a batch in one transaction. The order: begin the transaction on the read model; advance the progress, which fails
 * if another worker has taken over a partition; skip records that were applied or refused before; refuse events without a
 * portfolio of their client; claim the ids of the new events in the journal and lock their positions; open missing positions; fold;
 * save; store the dead letters.
 */
final class Applier {

    private final JdbcOperations jdbc;
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
            JdbcOperations jdbc,
            TransactionTemplate transactions,
            TradeEventCodec codec,
            ProjectionTarget projectionTarget) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.codec = codec;
        this.projectionTarget = projectionTarget;
        JdbcClient client = JdbcClient.create(jdbc);
        Journal journal = new Journal(client);
        progress = new Progress(client);
        portfolioOwners = new PortfolioOwners(client);
        eventDeduplicator = new EventDeduplicator(journal);
        positionUpdates = new PositionUpdates(client, journal);
        deadLetters = new DeadLetters(client);
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
            RoundTrip first = new RoundTrip(jdbc);
            Begun begun = begin(first, batch);
            Supplier<Map<PortfolioKey, Owned>> owners = owners(first, batch);
            first.send();
            List<LoggedEvent> decoded = decoded(undecided(begun, batch, outcome), outcome);
            Map<PortfolioKey, Owned> portfolios = portfolios(decoded, owners.get());
            List<LoggedEvent> events = permitted(decoded, portfolios, outcome);
            while (!events.isEmpty()) {
                int count = EventDeduplicator.independent(events);
                apply(begun.generation().get(), events.subList(0, count), portfolios, outcome);
                events = events.subList(count, events.size());
            }
            return finish(outcome);
        });
    }

    /** Applies events that can be recorded together: what must be read is asked for together, what changes is written together. */
    private void apply(
            int generation, List<LoggedEvent> events, Map<PortfolioKey, Owned> portfolios, BatchOutcome outcome) {
        RoundTrip reading = new RoundTrip(jdbc);
        Supplier<Set<EventKey>> claimed = eventDeduplicator.claim(reading, generation, events);
        List<LoggedEvent> recorded;
        PositionUpdates.Found found;
        if (reading.isEmpty()) {
            // Many events have been claimed by now: the positions of repeats need no lock.
            recorded = eventDeduplicator.record(generation, events, claimed.get(), outcome);
            found = positionUpdates.lock(reading, generation, recorded);
            reading.send();
        } else {
            found = positionUpdates.lock(reading, generation, events);
            reading.send();
            recorded = eventDeduplicator.record(generation, events, claimed.get(), outcome);
        }
        PositionUpdates.Locked positions =
                positionUpdates.open(new RoundTrip(jdbc), generation, recorded, found, portfolios);
        PositionUpdates.Changes changes = positionUpdates.fold(positions, outcome);
        RoundTrip writing = new RoundTrip(jdbc);
        positionUpdates.save(writing, generation, changes);
        writing.send();
    }

    /** Stores a dead letter for every record of a batch that has none, and commits. */
    BatchResult refuse(Batch batch, DeadLetterReason reason, String detail) {
        return transactions.execute(_ -> {
            BatchOutcome outcome = new BatchOutcome(codec);
            RoundTrip first = new RoundTrip(jdbc);
            Begun begun = begin(first, batch);
            first.send();
            decoded(undecided(begun, batch, outcome), outcome)
                    .forEach(logged -> outcome.refused(logged, reason, detail));
            return finish(outcome);
        });
    }

    /** What the first statements of a batch answer, once they have been sent. */
    private record Begun(
            Supplier<Integer> generation,
            Supplier<Map<LogPartition, Long>> appliedBefore,
            Supplier<Set<LogPosition>> refusedBefore) {}

    /** Begins the transaction and advances the progress over a batch. */
    private Begun begin(RoundTrip first, Batch batch) {
        return new Begun(
                projectionTarget.open(first),
                progress.advance(first, projectionTarget.generation(), batch.advances()),
                deadLetters.origins(first, batch.advances()));
    }

    /** The records that were neither applied nor refused before; a record that became a dead letter stays one. */
    private static List<DecodedRecord> undecided(Begun begun, Batch batch, BatchOutcome outcome) {
        Map<LogPartition, Long> appliedBefore = begun.appliedBefore().get();
        Set<LogPosition> refusedBefore = begun.refusedBefore().get();
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

    /** Looks up the owners and rules of all portfolios of a batch: most of its records are undecided. */
    private Supplier<Map<PortfolioKey, Owned>> owners(RoundTrip first, Batch batch) {
        Set<PortfolioKey> keys = keys(batch.records().stream()
                .filter(LoggedEvent.class::isInstance)
                .map(LoggedEvent.class::cast)
                .toList());
        return keys.isEmpty() ? Map::of : portfolioOwners.of(first, keys);
    }

    /** The owners and rules of the portfolios of events; those that do not exist are left out. */
    private Map<PortfolioKey, Owned> portfolios(List<LoggedEvent> events, Map<PortfolioKey, Owned> owners) {
        Map<PortfolioKey, Owned> found = new HashMap<>(owners);
        Set<PortfolioKey> missing = without(keys(events), found.keySet());
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
