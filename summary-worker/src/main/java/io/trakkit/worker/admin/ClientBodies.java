package io.trakkit.worker.admin;

import io.trakkit.domain.access.ClientAccount;
import io.trakkit.domain.access.ClientLimits;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.json.AccessReaders;
import io.trakkit.wire.json.DomainReaders;
import io.trakkit.wire.json.Fields;
import io.trakkit.wire.json.Reader;
import io.trakkit.wire.json.Readers;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The bodies of requests and answers about clients. */
final class ClientBodies {

    private static final int MAX_LIMIT = 1_000_000_000;
    private static final Reader<Integer> LIMIT = Readers.INTEGER.map(ClientBodies::limit);
    private static final CurrencyCode DEFAULT_CURRENCY = new CurrencyCode("USD");

    private ClientBodies() {}

    private static Integer limit(Integer value) {
        if (value < 1 || value > MAX_LIMIT) {
            throw new InvalidValueException("must be from 1 to " + MAX_LIMIT + ", not " + value);
        }
        return value;
    }

    /** A client in answers: the schema Client of docs/openapi.yaml. */
    record Answer(
            String id,
            String name,
            String currency,
            boolean suspended,
            Limits limits,
            List<String> origins,
            Instant createdAt,
            Instant updatedAt) {

        static Answer of(ClientAccount account) {
            return new Answer(
                    account.id().value(),
                    account.name(),
                    account.currency().value(),
                    account.suspended(),
                    Limits.of(account.limits()),
                    account.origins(),
                    account.createdAt(),
                    account.updatedAt());
        }
    }

    /** The limits of a client: the schema ClientLimits. */
    record Limits(
            int requestsPerSecond, int burst, int bulkRecordsPerSecond, int bulkRequests, int streams, int portfolios) {

        static Limits of(ClientLimits limits) {
            return new Limits(
                    limits.requestsPerSecond(),
                    limits.burst(),
                    limits.bulkRecordsPerSecond(),
                    limits.bulkRequests(),
                    limits.streams(),
                    limits.portfolios());
        }
    }

    /** A part of the list; {@code next} is the value of {@code after} for the next part. */
    record Page(List<Answer> results, @Nullable String next) {}

    /** The body of a creation. */
    static ClientAccount readCreation(ObjectNode body, Instant now) {
        Fields fields = Fields.of(body);
        ClientId id = fields.required("id", DomainReaders.CLIENT_ID);
        String name = fields.required("name", AccessReaders.NAME);
        CurrencyCode currency = fields.optional("currency", AccessReaders.CURRENCY);
        List<String> origins = fields.optional("origins", AccessReaders.ORIGINS);
        ChangedLimits limits = limits(fields);
        fields.noOthers();
        if (id == null || name == null || !fields.ok()) {
            throw ProblemException.invalid(fields.errors());
        }
        return new ClientAccount(
                id,
                name,
                Objects.requireNonNullElse(currency, DEFAULT_CURRENCY),
                false,
                limits.applyTo(ClientLimits.DEFAULT),
                Objects.requireNonNullElse(origins, List.of()),
                now,
                now);
    }

    /** The body of a change; null where a field stays. */
    record Change(
            @Nullable String name,
            @Nullable Boolean suspended,
            ChangedLimits limits,
            @Nullable List<String> origins) {

        ClientAccount applyTo(ClientAccount account) {
            return new ClientAccount(
                    account.id(),
                    Objects.requireNonNullElse(name, account.name()),
                    account.currency(),
                    Objects.requireNonNullElse(suspended, account.suspended()),
                    limits.applyTo(account.limits()),
                    Objects.requireNonNullElse(origins, account.origins()),
                    account.createdAt(),
                    account.updatedAt());
        }
    }

    static Change readChange(ObjectNode body) {
        Fields fields = Fields.of(body);
        Change change = new Change(
                fields.optional("name", AccessReaders.NAME),
                fields.optional("suspended", Readers.BOOLEAN),
                limits(fields),
                fields.optional("origins", AccessReaders.ORIGINS));
        fields.noOthers();
        if (!fields.ok()) {
            throw ProblemException.invalid(fields.errors());
        }
        return change;
    }

    /** Limits of a body; null where one stays. */
    record ChangedLimits(
            @Nullable Integer requestsPerSecond,
            @Nullable Integer burst,
            @Nullable Integer bulkRecordsPerSecond,
            @Nullable Integer bulkRequests,
            @Nullable Integer streams,
            @Nullable Integer portfolios) {

        private static final ChangedLimits NONE = new ChangedLimits(null, null, null, null, null, null);

        ClientLimits applyTo(ClientLimits limits) {
            return new ClientLimits(
                    Objects.requireNonNullElse(requestsPerSecond, limits.requestsPerSecond()),
                    Objects.requireNonNullElse(burst, limits.burst()),
                    Objects.requireNonNullElse(bulkRecordsPerSecond, limits.bulkRecordsPerSecond()),
                    Objects.requireNonNullElse(bulkRequests, limits.bulkRequests()),
                    Objects.requireNonNullElse(streams, limits.streams()),
                    Objects.requireNonNullElse(portfolios, limits.portfolios()));
        }
    }

    private static ChangedLimits limits(Fields fields) {
        if (!fields.has("limits")) {
            return ChangedLimits.NONE;
        }
        Fields limits = fields.object("limits");
        ChangedLimits changed = new ChangedLimits(
                limits.optional("requests_per_second", LIMIT),
                limits.optional("burst", LIMIT),
                limits.optional("bulk_records_per_second", LIMIT),
                limits.optional("bulk_requests", LIMIT),
                limits.optional("streams", LIMIT),
                limits.optional("portfolios", LIMIT));
        limits.noOthers();
        return changed;
    }
}
