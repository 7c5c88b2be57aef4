package io.trakkit.worker.admin;

import io.trakkit.domain.access.ApiKey;
import io.trakkit.domain.access.IssuedKey;
import io.trakkit.domain.access.Scope;
import io.trakkit.log.TopicGuard;
import io.trakkit.store.access.AuditLog;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.worker.log.LogProducer;
import io.trakkit.worker.log.WorkerSettings;
import io.trakkit.worker.recovery.RecoveryTopics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;

/** Creates the first key of an administrator, without which no other can be created over HTTP. */
public final class FirstKey {

    private static final Logger log = LoggerFactory.getLogger(FirstKey.class);
    private static final String BEGUN = "begun";
    private static final String FAILED = "500";

    private final ClientTopic topic;
    private final ClientRegister register;
    private final AuditLog audit;

    FirstKey(ClientTopic topic, ClientRegister register, AuditLog audit) {
        this.topic = topic;
        this.register = register;
        this.audit = audit;
    }

    /** For a program that is no worker, with clients of its own. */
    public static FirstKey of(
            TopicGuard topics,
            LogProducer producer,
            WorkerSettings settings,
            RecoveryTopics recoveryTopics,
            JdbcClient jdbc,
            PlatformTransactionManager transactionManager) {
        ClientTopic topic = new ClientTopic(topics, producer, settings);
        return new FirstKey(
                topic,
                new ClientRegister(
                        jdbc,
                        AdminConfiguration.transactions(transactionManager),
                        topic,
                        recoveryTopics::bringClientsUpToDate,
                        Clock.systemUTC()),
                new AuditLog(jdbc));
    }

    /**
     * Creates a key of the platform with the scopes ops and admin.
     *
     * @return the whole key, a secret
     */
    public String create(String label) {
        ApiKey key = ApiKey.generate(new SecureRandom());
        topic.createIfMissing();
        note(key, label, BEGUN);
        var _ = issue(key, label, this::issueAnyway);
        return key.reveal();
    }

    /**
     * Creates the key unless there is a live one of an administrator, and writes it to a file that only the owner can read. The
     * file is written first: if this ends in between, there is a file without a key, and not a key that is in no file. If issuing
     * fails, the file stays: the key may be in the topic already, and is live at the next start then. Otherwise that start replaces
     * the file.
     *
     * @return whether there was none, so that the file was written
     * @throws IOException if the file cannot be written; then no key is created
     */
    public boolean writeIfMissing(Path file, String label) throws IOException {
        topic.createIfMissing();
        if (register.hasAdministrator()) {
            return false;
        }
        ApiKey key = ApiKey.generate(new SecureRandom());
        note(key, label, BEGUN);
        try {
            write(file, key);
        } catch (IOException e) {
            noteEnd(key, label, FAILED);
            throw e;
        }
        if (issue(key, label, register::issueFirst)) {
            return true;
        }
        // Another administrator's key has come in between.
        Files.delete(file);
        return false;
    }

    private static void write(Path file, ApiKey key) throws IOException {
        // The file of a key that is not live; another mode of it would stay.
        Files.deleteIfExists(file);
        try (FileChannel channel = FileChannel.open(
                file,
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer content = ByteBuffer.wrap((key.reveal() + '\n').getBytes(StandardCharsets.US_ASCII));
            while (content.hasRemaining()) {
                channel.write(content);
            }
            channel.force(true);
        }
    }

    private boolean issueAnyway(IssuedKey key) {
        register.issue(key);
        return true;
    }

    /** Issues the key, and notes how that ended. */
    private boolean issue(ApiKey key, String label, Predicate<IssuedKey> issuing) {
        String outcome = FAILED;
        try {
            boolean done = issuing.test(issued(key, label));
            outcome = done ? "201" : "409";
            return done;
        } catch (ProblemException e) {
            outcome = Integer.toString(e.problem().status());
            throw e;
        } finally {
            noteEnd(key, label, outcome);
        }
    }

    /** The first entry names the key, so the caller gets the key also when this one cannot be stored. */
    private void noteEnd(ApiKey key, String label, String outcome) {
        try {
            note(key, label, outcome);
        } catch (DataAccessException | TransactionException e) {
            log.warn(
                    "Cannot write to the audit log that the creation of the key {} ended with {}: {}",
                    key.id(),
                    outcome,
                    NestedExceptionUtils.getMostSpecificCause(e).getMessage());
        }
    }

    private void note(ApiKey key, String label, String outcome) {
        audit.append(new AuditLog.Action(
                register.now(),
                Optional.empty(),
                Optional.empty(),
                "console",
                "keys.create",
                key.id().value(),
                outcome,
                "label: " + label));
    }

    private IssuedKey issued(ApiKey key, String label) {
        return new IssuedKey(
                key.id(),
                key.hash(),
                Optional.empty(),
                EnumSet.of(Scope.OPS, Scope.ADMIN),
                Optional.empty(),
                label,
                register.now(),
                Optional.empty(),
                Optional.empty(),
                false);
    }
}
