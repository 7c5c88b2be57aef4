package io.trakkit.worker.admin;

import io.trakkit.domain.access.ApiKeyId;
import io.trakkit.domain.access.ClientAccount;
import io.trakkit.domain.access.IssuedKey;
import io.trakkit.domain.access.Scope;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.log.LogContradictionException;
import io.trakkit.store.access.ApiKeys;
import io.trakkit.store.access.ClientAccounts;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.log.LogPosition;
import io.trakkit.store.progress.OutOfStepException;
import io.trakkit.store.progress.RecoveryOffsets;
import io.trakkit.store.progress.TopicWrites;
import io.trakkit.wire.http.problem.Problem;
import io.trakkit.wire.http.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.KafkaException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Creates and changes clients and keys: written to the table, published to their topic with all acknowledgements, and only then
 * committed. So an empty database that is filled from the topic has all of them.
 *
 * <p>A change that was published and not committed, after a crash or a late acknowledgement, takes effect when the topic is
 * read next, at the latest before the next change: a revocation is never taken back.
 */
final class ClientRegister {

    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(5);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final String RETRY = "Retry in " + RETRY_AFTER.toSeconds() + " s";

    private final ClientAccounts clients;
    private final ApiKeys keys;
    private final TopicWrites topicWrites;
    private final ClientTopic topic;
    private final Runnable restore;
    private final TransactionTemplate transactions;
    private final Clock clock;

    /** @param restore reads what the tables lack of the topic */
    ClientRegister(
            JdbcClient jdbc, TransactionTemplate transactions, ClientTopic topic, Runnable restore, Clock clock) {
        clients = new ClientAccounts(jdbc);
        keys = new ApiKeys(jdbc);
        topicWrites = new TopicWrites(new RecoveryOffsets(jdbc), LOCK_PATIENCE);
        this.topic = topic;
        this.restore = restore;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** @throws ProblemException if there is a client of that id, or if nothing can be written at present */
    ClientAccount create(ClientAccount account) {
        return write(end -> {
            if (clients.find(account.id()).isPresent()) {
                throw ProblemException.of(Problem.CONFLICT, "The client " + account.id() + " already exists");
            }
            return saved(account, end);
        });
    }

    /** @throws ProblemException if there is no such client, or if nothing can be written at present */
    ClientAccount change(ClientId id, UnaryOperator<ClientAccount> change) {
        return write(end -> {
            ClientAccount before = clients.find(id).orElseThrow(() -> unknown(id));
            ClientAccount after = change.apply(before);
            return after.equals(before) ? before : saved(updated(after, before.updatedAt()), end);
        });
    }

    /** Clocks of instances differ; a client's times never go back. */
    private ClientAccount updated(ClientAccount account, Instant before) {
        Instant now = now();
        return new ClientAccount(
                account.id(),
                account.name(),
                account.currency(),
                account.suspended(),
                account.limits(),
                account.origins(),
                account.createdAt(),
                now.isAfter(before) ? now : before);
    }

    private ClientAccount saved(ClientAccount account, LogPosition end) {
        clients.save(account);
        topicWrites.published(end, topic.publish(account));
        return account;
    }

    /** @throws ProblemException if its client does not exist, or if nothing can be written at present */
    void issue(IssuedKey key) {
        var _ = issueIf(() -> true, key);
    }

    /**
     * Issues the key unless the platform has a live administrator's key.
     *
     * @return whether it was issued
     */
    boolean issueFirst(IssuedKey key) {
        return issueIf(() -> !keys.hasAdministrator(now()), key);
    }

    /** Whether the platform has a live administrator's key, also if only the topic has it so far. */
    boolean hasAdministrator() {
        return write(_ -> keys.hasAdministrator(now()));
    }

    private boolean issueIf(Supplier<Boolean> condition, IssuedKey key) {
        return write(end -> {
            if (!condition.get()) {
                return false;
            }
            key.client().ifPresent(client -> requireClient(clients, client));
            saved(key, end);
            return true;
        });
    }

    /**
     * Revokes the key, and ends the sessions that it has started. A key that is revoked already stays so.
     *
     * @param lastToo whether it may be the last live key of an administrator
     * @throws ProblemException if there is no such key, if it is the last one, or if nothing can be written at present
     */
    IssuedKey revoke(ApiKeyId id, boolean lastToo) {
        return write(end -> {
            IssuedKey key = keys.find(id)
                    .map(ApiKeys.ListedKey::key)
                    .filter(found -> !found.session())
                    .orElseThrow(() -> unknown(id));
            if (key.revokedAt().isPresent()) {
                return key;
            }
            Instant now = now();
            if (!lastToo && isLastAdministrator(key, now)) {
                throw ProblemException.of(
                        Problem.CONFLICT,
                        "This is the last live key with the scope admin: without it, only the command create-admin-key on"
                                + " the server can make another. To revoke it nevertheless, send {\"last\": true}");
            }
            return saved(key.revoked(now), end);
        });
    }

    private boolean isLastAdministrator(IssuedKey key, Instant now) {
        return key.client().isEmpty()
                && key.scopes().contains(Scope.ADMIN)
                && !key.isExpired(now)
                && !keys.hasAdministrator(now, Optional.of(key.id()));
    }

    private IssuedKey saved(IssuedKey key, LogPosition end) {
        keys.save(key);
        topicWrites.published(end, topic.publish(key));
        return key;
    }

    private <T> T write(Function<LogPosition, T> change) {
        try {
            return attempt(change);
        } catch (OutOfStepException e) {
            if (!e.isTableBehind()) {
                throw lostRecords();
            }
            return afterRestoring(change);
        }
    }

    private <T> T afterRestoring(Function<LogPosition, T> change) {
        try {
            restore.run();
            return attempt(change);
        } catch (OutOfStepException | KafkaException _) {
            throw ProblemException.unavailable(
                    "Nothing was saved: the database is catching up with the log. " + RETRY, RETRY_AFTER);
        } catch (LogContradictionException _) {
            throw lostRecords();
        }
    }

    private <T> T attempt(Function<LogPosition, T> change) {
        try {
            LogPartition partition = topic.partition();
            return Objects.requireNonNull(
                    transactions.execute(_ -> change.apply(topicWrites.begin(partition, topic::end))));
        } catch (PessimisticLockingFailureException _) {
            throw ProblemException.unavailable(
                    "Nothing was saved: another change takes too long. " + RETRY, RETRY_AFTER);
        } catch (org.springframework.kafka.KafkaException _) {
            throw ProblemException.unavailable(
                    "The change may not have been saved: Kafka has not acknowledged it. Look before you send it again",
                    RETRY_AFTER);
        } catch (KafkaException _) {
            throw ProblemException.unavailable("Nothing was saved: Kafka does not answer. " + RETRY, RETRY_AFTER);
        }
    }

    private static ProblemException lostRecords() {
        return ProblemException.unavailable(
                "Nothing was saved: the log lacks clients or keys that the database has. An operator must check it",
                RETRY_AFTER);
    }

    /** Now, as exactly as tables and records hold it. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** @throws ProblemException if there is no such client */
    static void requireClient(ClientAccounts clients, ClientId client) {
        if (clients.find(client).isEmpty()) {
            throw unknown(client);
        }
    }

    static ProblemException unknown(ClientId client) {
        return ProblemException.of(Problem.NOT_FOUND, "No client has the id " + client);
    }

    static ProblemException unknown(ApiKeyId key) {
        return ProblemException.of(Problem.NOT_FOUND, "No key has the id " + key);
    }
}
