package io.trakkit.ingest.portfolio;

import io.trakkit.access.limits.ClientBudgets;
import io.trakkit.domain.access.ClientLimits;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.PortfolioName;
import io.trakkit.ingest.database.Database;
import io.trakkit.ingest.database.DatabaseUnavailableException;
import io.trakkit.ingest.database.WritePlaces;
import io.trakkit.ingest.publish.LogUnavailableException;
import io.trakkit.ingest.publish.PortfolioLog;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.log.LogPosition;
import io.trakkit.store.portfolios.Portfolios;
import io.trakkit.store.progress.OutOfStepException;
import io.trakkit.store.progress.RecoveryOffsets;
import io.trakkit.store.progress.TopicWrites;
import io.trakkit.wire.http.problem.Problem;
import io.trakkit.wire.http.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.stereotype.Component;

/**
 * Creates and renames portfolios: written to the table, published to the portfolios' topic with all acknowledgements, and
 * only then committed. So the topic, from which an empty database is filled again, has everything that the table
 * shows.
 *
 * <p>The topic can be ahead, never behind: after a crash between acknowledgement and commit, after an acknowledgement that
 * came too late, and when the database was put back. Nothing is written then until a worker has brought the table up to
 * date, so that no id is given twice; see docs/decisions/0012-recovery.md.
 */
@Component
final class PortfolioRegister {

    /** Shorter than a statement may take, which would count as a failure of the database. */
    private static final Duration LOCK_PATIENCE = Duration.ofMillis(1_500);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final String RETRY = "Retry in " + RETRY_AFTER.toSeconds() + " s";

    private final Database database;
    private final Portfolios portfolios;
    private final TopicWrites topicWrites;
    private final PortfolioLog log;
    private final KnownPortfolios known;
    private final ClientBudgets budgets;
    private final PortfolioCounts counts = new PortfolioCounts();
    private final WritePlaces places;
    private final Clock clock;

    PortfolioRegister(
            Database database,
            PortfolioLog log,
            KnownPortfolios known,
            ClientBudgets budgets,
            WritePlaces places,
            Clock clock) {
        this.database = database;
        portfolios = new Portfolios(database.jdbc());
        topicWrites = new TopicWrites(new RecoveryOffsets(database.jdbc()), LOCK_PATIENCE);
        this.log = log;
        this.known = known;
        this.budgets = budgets;
        this.places = places;
        this.clock = clock;
    }

    /**
     * @throws ProblemException if the user has a portfolio of that name, if the client has all the portfolios that it may have,
     *     or if nothing can be written at present
     */
    Portfolio create(ClientId client, PortfolioBodies.NewPortfolio wanted) {
        int limit = budgets.limitsOf(client).map(ClientLimits::portfolios).orElse(Integer.MAX_VALUE);
        if (counts.isReached(client, limit)) {
            throw budgets.tooManyPortfolios(client, limit);
        }
        Portfolio created = write(client, end -> {
            if (limit < Integer.MAX_VALUE && counts.isReached(client, limit, end, () -> portfolios.count(client))) {
                throw budgets.tooManyPortfolios(client, limit);
            }
            Portfolio portfolio = inserted(client, wanted).orElseThrow(PortfolioRegister::nameTaken);
            publish(portfolio, Optional.empty(), end);
            return portfolio;
        });
        known.remember(created);
        return created;
    }

    /** @return empty if the user has a portfolio of that name */
    private Optional<Portfolio> inserted(ClientId client, PortfolioBodies.NewPortfolio wanted) {
        try {
            return portfolios.insert(
                    client, wanted.user(), wanted.name(), wanted.currency(), wanted.allowShort(), now());
        } catch (DuplicateKeyException _) {
            throw idTaken();
        }
    }

    /** @throws ProblemException if there is no such portfolio, if the name is taken, or if nothing can be written */
    Portfolio rename(ClientId client, PortfolioId id, PortfolioName name) {
        return write(client, end -> {
            Portfolio before = portfolios.lock(client, id).orElseThrow(() -> unknown(id));
            Portfolio renamed = before.renamed(name, later(before.updatedAt(), now()));
            portfolios.rename(renamed);
            publish(renamed, Optional.of(before), end);
            return renamed;
        });
    }

    private void publish(Portfolio portfolio, Optional<Portfolio> before, LogPosition end) {
        try {
            topicWrites.published(end, log.publish(portfolio));
        } catch (LogUnavailableException e) {
            if (e.mayBeWritten()) {
                // Before the transaction is rolled back: while the row is locked, no later record can be published.
                log.takeBack(portfolio.id(), before);
            }
            throw e;
        }
    }

    private Portfolio write(ClientId client, Function<LogPosition, Portfolio> change) {
        try {
            return places.within(client, () -> {
                LogPartition topic = log.partition();
                return database.write(() -> change.apply(endThatTheTableHas(topic)));
            });
        } catch (DuplicateKeyException _) {
            throw nameTaken();
        } catch (PessimisticLockingFailureException _) {
            throw tooMany();
        } catch (LogUnavailableException e) {
            throw ProblemException.unavailable(
                    "The portfolio was not saved: " + e.getMessage() + ". " + RETRY, RETRY_AFTER);
        } catch (DatabaseUnavailableException _) {
            throw ProblemException.unavailable(
                    "The portfolio may not have been saved: the database is unavailable. " + RETRY, RETRY_AFTER);
        }
    }

    /** @throws ProblemException if the table lacks a portfolio of the topic: an id might be given twice */
    private LogPosition endThatTheTableHas(LogPartition topic) {
        try {
            return topicWrites.begin(topic, log::end);
        } catch (OutOfStepException e) {
            throw ProblemException.unavailable(
                    e.isTableBehind()
                            ? "The portfolio was not saved: the database is catching up with the log. " + RETRY
                            : "The portfolio was not saved: the log lacks portfolios that the database has. An operator"
                                    + " must check it",
                    RETRY_AFTER);
        }
    }

    private static ProblemException tooMany() {
        return ProblemException.unavailable(
                "The portfolio was not saved: too many are being saved at once. " + RETRY, RETRY_AFTER);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** Clocks of instances differ; a portfolio's times never go back. */
    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static ProblemException nameTaken() {
        return ProblemException.of(Problem.CONFLICT, "The user already has a portfolio of this name");
    }

    /** The ids lag behind the table, for example after a restore. Each attempt takes the next one. */
    private static ProblemException idTaken() {
        return ProblemException.unavailable(
                "The portfolio was not saved: another portfolio has the next id already. " + RETRY, RETRY_AFTER);
    }

    static ProblemException unknown(PortfolioId id) {
        return ProblemException.of(Problem.NOT_FOUND, "No portfolio has the id " + id);
    }
}
