package io.trakkit.worker.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.trakkit.domain.access.ApiKey;
import io.trakkit.domain.access.IssuedKey;
import io.trakkit.domain.access.Scope;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.store.access.ApiKeys;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.json.AccessReaders;
import io.trakkit.wire.json.DomainReaders;
import io.trakkit.wire.json.Fields;
import io.trakkit.wire.json.Readers;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The bodies of requests and answers about keys. */
final class KeyBodies {

    private static final Set<Scope> OF_CLIENTS = EnumSet.of(Scope.READ, Scope.WRITE, Scope.PRICES, Scope.OPS);
    private static final Set<Scope> OF_THE_PLATFORM = EnumSet.of(Scope.READ, Scope.PRICES, Scope.OPS, Scope.ADMIN);

    private KeyBodies() {}

    /**
     * A key in answers: the schema ApiKey of docs/openapi.yaml.
     *
     * @param key the whole key, only in the answer to its creation
     */
    record Answer(
            String id,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String key,

            @Nullable String client,
            List<String> scopes,
            @Nullable String userId,
            String label,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt,
            @Nullable Instant lastUsedAt) {

        static Answer of(ApiKeys.ListedKey listed) {
            return of(listed.key(), null, listed.lastUsedAt().orElse(null));
        }

        static Answer created(IssuedKey issued, ApiKey key) {
            return of(issued, key.reveal(), null);
        }

        private static Answer of(IssuedKey issued, @Nullable String key, @Nullable Instant lastUsedAt) {
            return new Answer(
                    issued.id().value(),
                    key,
                    issued.client().map(ClientId::value).orElse(null),
                    KeyBodies.scopes(issued.scopes()),
                    issued.user().map(UserId::value).orElse(null),
                    issued.label(),
                    issued.createdAt(),
                    issued.expiresAt().orElse(null),
                    issued.revokedAt().orElse(null),
                    lastUsedAt);
        }

        /** Without the secret. */
        @Override
        public String toString() {
            return "Answer[" + id + ']';
        }
    }

    static List<String> scopes(Set<Scope> scopes) {
        return scopes.stream().sorted().map(Scope::wireName).toList();
    }

    /** The keys of a client or of the platform. */
    record Many(List<Answer> results) {}

    /** The body of a creation. */
    record NewKey(
            Optional<ClientId> client,
            Set<Scope> scopes,
            Optional<UserId> user,
            String label,
            Optional<Instant> expiresAt) {

        IssuedKey issue(ApiKey key, Instant now) {
            return new IssuedKey(
                    key.id(), key.hash(), client, scopes, user, label, now, expiresAt, Optional.empty(), false);
        }
    }

    static NewKey readCreation(ObjectNode body, Instant now) {
        Fields fields = Fields.of(body);
        ClientId client = fields.optional("client", DomainReaders.CLIENT_ID);
        Set<Scope> scopes = fields.required("scopes", AccessReaders.SCOPES);
        UserId user = fields.optional("user_id", DomainReaders.USER_ID);
        String label = fields.optional("label", AccessReaders.LABEL);
        Instant expiresAt = fields.optional("expires_at", Readers.TIME);
        fields.noOthers();
        if (scopes != null) {
            checkScopes(fields, scopes, fields.has("client"));
            if (user != null && scopes.contains(Scope.OPS)) {
                fields.error(
                        "user_id", "must not be given with the scope ops: operators see all users of their client");
            }
        }
        if (user != null && !fields.has("client")) {
            fields.error("user_id", "needs a client: a key of the platform acts for no user");
        }
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            fields.error("expires_at", "must be in the future");
        }
        if (scopes == null || !fields.ok()) {
            throw ProblemException.invalid(fields.errors());
        }
        return new NewKey(
                Optional.ofNullable(client),
                scopes,
                Optional.ofNullable(user),
                Objects.requireNonNullElse(label, ""),
                Optional.ofNullable(expiresAt));
    }

    private static void checkScopes(Fields fields, Set<Scope> scopes, boolean ofClient) {
        Set<Scope> allowed = ofClient ? OF_CLIENTS : OF_THE_PLATFORM;
        List<String> wrong = scopes(scopes.stream()
                .filter(scope -> !allowed.contains(scope))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Scope.class))));
        if (!wrong.isEmpty()) {
            fields.error(
                    "scopes",
                    "must not have " + String.join(", ", wrong) + ": a key of "
                            + (ofClient ? "a client" : "the platform") + " may have "
                            + String.join(", ", scopes(allowed)));
        }
    }

    /** The body of a revocation: whether the last administrator's key may be revoked. */
    static boolean readRevocation(@Nullable ObjectNode body) {
        if (body == null) {
            return false;
        }
        Fields fields = Fields.of(body);
        Boolean last = fields.optional("last", Readers.BOOLEAN);
        fields.noOthers();
        if (!fields.ok()) {
            throw ProblemException.invalid(fields.errors());
        }
        return last != null && last;
    }
}
