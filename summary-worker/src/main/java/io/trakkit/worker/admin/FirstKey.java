package io.trakkit.worker.admin;

import io.trakkit.domain.access.ApiKey;
import io.trakkit.domain.access.IssuedKey;
import io.trakkit.domain.access.Scope;
import io.trakkit.log.TopicGuard;
import io.trakkit.store.access.AuditLog;
import io.trakkit.worker.log.LogProducer;
import io.trakkit.worker.log.WorkerSettings;
import io.trakkit.worker.recovery.RecoveryTopics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** Creates the first key of an administrator, without which no other can be created over HTTP. */
public final class FirstKey {

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
        note(key, label, "begun");
        register.issue(issued(key, label));
        note(key, label, "201");
        return key.reveal();
    }

    /** The same, unless there is a live key of an administrator already. */
    public Optional<String> createIfMissing(String label) {
        ApiKey key = ApiKey.generate(new SecureRandom());
        topic.createIfMissing();
        if (!register.issueFirst(issued(key, label))) {
            return Optional.empty();
        }
        note(key, label, "201");
        return Optional.of(key.reveal());
    }

    /**
     * Creates the key unless there is one, and writes it to a file that only the owner can read.
     *
     * @return whether there was none, so that the file was written
     * @throws IOException if the file cannot be written; then no key is created
     */
    public boolean writeIfMissing(Path file, String label) throws IOException {
        Path written = Files.createTempFile(
                file.toAbsolutePath().getParent(), file.getFileName().toString(), ".new");
        try {
            Optional<String> key = createIfMissing(label);
            if (key.isEmpty()) {
                return false;
            }
            Files.writeString(written, key.get() + '\n');
            Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
            return true;
        } finally {
            Files.deleteIfExists(written);
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
