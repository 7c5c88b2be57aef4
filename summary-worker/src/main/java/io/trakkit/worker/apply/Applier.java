package io.trakkit.worker.apply;

import io.trakkit.domain.DeadLetterReason;
import io.trakkit.domain.TradeEvent;
import io.trakkit.domain.UserId;
import io.trakkit.store.Checkpoints;
import io.trakkit.store.DeadLetters;
import io.trakkit.store.Journal;
import io.trakkit.store.LogPartition;
import io.trakkit.store.LogPosition;
import io.trakkit.store.PortfolioOwners;
import io.trakkit.store.PortfolioOwners.PortfolioKey;
import io.trakkit.store.Progress;
import io.trakkit.store.Summaries;
import io.trakkit.store.Trades;
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
    private final Target target;
    private final Progress progress;
    private final PortfolioOwners portfolioOwners;
    private final Claims claims;
    private final Books books;
    private final DeadLetters deadLetters;

    /** @param transactions at READ COMMITTED, on the same database as the client */
    Applier(JdbcClient jdbc, TransactionTemplate transactions, TradeEventCodec codec, Target target) {
        this.transactions = transactions;
        this.codec = codec;
        this.target = target;
        Journal journal = new Journal(jdbc);
        progress = new Progress(jdbc);
        portfolioOwners = new PortfolioOwners(jdbc);
        claims = new Claims(journal);
        books = new Books(journal, new Summaries(jdbc), new Trades(jdbc), new Checkpoints(jdbc));
        deadLetters = new DeadLetters(jdbc);
    }

    /**
     * Applies a batch and commits it.
     *
     * @throws io.trakkit.store.StaleOwnerException if another worker has taken over one of its partitions
     * @throws io.trakkit.store.ProgressGapException if the database has gone back in time
     * @throws WrongFoldVersionException if the read model was made by another version of the fold
     */
    BatchResult apply(Batch batch) {
        return inTransaction(batch, this::decide);
    }

    /** Records a verdict on every record of a batch, whatever it says, and commits that. */
    BatchResult refuse(Batch batch, DeadLetterReason reason, String detail) {
        return inTransaction(batch, (_, fresh, verdicts) -> {
            for (Reading reading : fresh) {
                switch (reading) {
                    case Reading.Decoded readable -> verdicts.refused(readable, reason, detail);
                    case Reading.Undecodable unreadable -> verdicts.refused(unreadable.letter());
                }
            }
        });
    }

    private interface Decision {
        void on(int generation, List<Reading> fresh, Verdicts verdicts);
    }

    private BatchResult inTransaction(Batch batch, Decision decision) {
        return transactions.execute(_ -> {
            int generation = target.open();
            Map<LogPartition, Long> appliedBefore = progress.advance(generation, batch.advances());
            List<Reading> fresh = undecided(batch, appliedBefore);
            Verdicts verdicts = new Verdicts(codec);
            verdicts.repeated(batch.size() - fresh.size());
            decision.on(generation, fresh, verdicts);
            if (!verdicts.deadLetters().isEmpty()) {
                target.refuse(verdicts.deadLetters());
            }
            return verdicts.result();
        });
    }

    /**
     * Those that were not applied before, and on which there is no verdict: a record that became a dead letter once stays
     * one, whatever would be decided now.
     */
    private List<Reading> undecided(Batch batch, Map<LogPartition, Long> appliedBefore) {
        Set<LogPosition> refused = deadLetters.origins(batch.advances());
        return batch.readings().stream()
                .filter(reading -> reading.origin().offset()
                        >= Objects.requireNonNull(
                                appliedBefore.get(reading.origin().partition())))
                .filter(reading -> !refused.contains(reading.origin()))
                .toList();
    }

    private void decide(int generation, List<Reading> fresh, Verdicts verdicts) {
        List<Reading.Decoded> readable = new ArrayList<>();
        for (Reading reading : fresh) {
            switch (reading) {
                case Reading.Decoded event -> readable.add(event);
                case Reading.Undecodable unreadable -> verdicts.refused(unreadable.letter());
            }
        }
        List<Reading.Decoded> rest = permitted(readable, verdicts);
        while (!rest.isEmpty()) {
            int together = Claims.together(rest);
            books.take(generation, claims.claim(generation, rest.subList(0, together), verdicts), verdicts);
            rest = rest.subList(together, rest.size());
        }
    }

    /** Those whose portfolio exists and belongs to the trade's user. */
    private List<Reading.Decoded> permitted(List<Reading.Decoded> readings, Verdicts verdicts) {
        if (readings.isEmpty()) {
            return readings;
        }
        Map<PortfolioKey, UserId> owners =
                owners(readings.stream().map(Applier::portfolio).collect(Collectors.toSet()));
        List<Reading.Decoded> permitted = new ArrayList<>();
        for (Reading.Decoded reading : readings) {
            UserId owner = owners.get(portfolio(reading));
            if (owner == null) {
                verdicts.refused(
                        reading,
                        DeadLetterReason.UNKNOWN_PORTFOLIO,
                        "Portfolio " + reading.event().key().portfolio() + " does not exist");
            } else if (reading.event() instanceof TradeEvent.Created created
                    && !created.trade().user().equals(owner)) {
                verdicts.refused(
                        reading,
                        DeadLetterReason.FOREIGN_PORTFOLIO,
                        "Portfolio " + reading.event().key().portfolio() + " belongs to a different user than "
                                + created.trade().user());
            } else {
                permitted.add(reading);
            }
        }
        return permitted;
    }

    private Map<PortfolioKey, UserId> owners(Set<PortfolioKey> portfolios) {
        Map<PortfolioKey, UserId> owners = new HashMap<>(portfolioOwners.of(portfolios));
        Set<PortfolioKey> missing = new HashSet<>(portfolios);
        missing.removeAll(owners.keySet());
        if (!missing.isEmpty()) {
            target.requireCompletePortfolios();
            // They may have come in just now.
            owners.putAll(portfolioOwners.of(missing));
        }
        return owners;
    }

    private static PortfolioKey portfolio(Reading.Decoded reading) {
        return new PortfolioKey(reading.event().client(), reading.event().key().portfolio());
    }
}
