package io.trakkit.wire.event;

import io.trakkit.domain.access.ApiKeyId;
import io.trakkit.domain.access.ClientAccount;
import io.trakkit.domain.access.ClientLimits;
import io.trakkit.domain.access.IssuedKey;
import io.trakkit.domain.access.Scope;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.wire.json.AccessReaders;
import io.trakkit.wire.json.DomainReaders;
import io.trakkit.wire.json.FieldError;
import io.trakkit.wire.json.Fields;
import io.trakkit.wire.json.Json;
import io.trakkit.wire.json.MalformedJsonException;
import io.trakkit.wire.json.Readers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The records in {@link Topics#CLIENTS}: a client, or an API key with the hash of its secret, as it stands. The key of the record
 * is {@code client/<id>} or {@code key/<id>}.
 */
public final class ClientCodec {

    private static final String CLIENT = "client/";
    private static final String KEY = "key/";

    /** A record of the topic. */
    public sealed interface ClientRecord {}

    /** A client as it stands. */
    public record OfClient(ClientAccount account) implements ClientRecord {}

    /** A key as it stands. */
    public record OfKey(IssuedKey key) implements ClientRecord {}

    /** The key of the client's records. */
    public byte[] key(ClientId client) {
        return bytes(CLIENT + client);
    }

    /** The key of the API key's records. */
    public byte[] key(ApiKeyId key) {
        return bytes(KEY + key);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    public byte[] encode(ClientAccount account) {
        ObjectNode value = JsonNodeFactory.instance.objectNode();
        value.put("id", account.id().value());
        value.put("name", account.name());
        value.put("currency", account.currency().value());
        value.put("suspended", account.suspended());
        ObjectNode limits = value.putObject("limits");
        limits.put("requests_per_second", account.limits().requestsPerSecond());
        limits.put("burst", account.limits().burst());
        limits.put("bulk_records_per_second", account.limits().bulkRecordsPerSecond());
        limits.put("bulk_requests", account.limits().bulkRequests());
        limits.put("streams", account.limits().streams());
        limits.put("portfolios", account.limits().portfolios());
        ArrayNode origins = value.putArray("origins");
        account.origins().forEach(origins::add);
        value.put("created_at", Json.text(account.createdAt()));
        value.put("updated_at", Json.text(account.updatedAt()));
        return Json.strict().writeValueAsBytes(value);
    }

    /** @throws IllegalArgumentException for a key of a session, which lives shorter than the log */
    public byte[] encode(IssuedKey key) {
        if (key.session()) {
            throw new IllegalArgumentException("The key " + key.id() + " of a session is not published");
        }
        ObjectNode value = JsonNodeFactory.instance.objectNode();
        value.put("id", key.id().value());
        value.put("secret_hash", key.hash().hex());
        key.client().ifPresent(client -> value.put("client_id", client.value()));
        ArrayNode scopes = value.putArray("scopes");
        key.scopes().stream().sorted().map(Scope::wireName).forEach(scopes::add);
        key.user().ifPresent(user -> value.put("user_id", user.value()));
        value.put("label", key.label());
        value.put("created_at", Json.text(key.createdAt()));
        key.expiresAt().ifPresent(time -> value.put("expires_at", Json.text(time)));
        key.revokedAt().ifPresent(time -> value.put("revoked_at", Json.text(time)));
        return Json.strict().writeValueAsBytes(value);
    }

    /** @throws InvalidValueException if it is neither a client nor a key, or has the key of another one; the message says why */
    public ClientRecord decode(byte[] key, byte[] value) {
        String name = new String(key, StandardCharsets.UTF_8);
        try {
            Fields fields = Fields.of(Json.object(value));
            if (name.startsWith(CLIENT)) {
                ClientAccount account = client(fields);
                requireKey(name, CLIENT + account.id());
                return new OfClient(account);
            }
            if (name.startsWith(KEY)) {
                IssuedKey issued = key(fields);
                requireKey(name, KEY + issued.id());
                return new OfKey(issued);
            }
        } catch (MalformedJsonException e) {
            throw new InvalidValueException("Neither a client nor a key: " + e.about("the value"));
        }
        throw new InvalidValueException("The key of the record must begin with client/ or key/");
    }

    private static void requireKey(String actual, String expected) {
        if (!actual.equals(expected)) {
            throw new InvalidValueException("The key of the record must be " + expected);
        }
    }

    private static ClientAccount client(Fields fields) {
        var id = fields.required("id", DomainReaders.CLIENT_ID);
        // A client that only the portfolios' topic named has no name yet.
        var name = fields.required("name", Readers.TEXT);
        var currency = fields.required("currency", AccessReaders.CURRENCY);
        var suspended = fields.required("suspended", Readers.BOOLEAN);
        var limits = limits(fields.object("limits"));
        var origins = fields.required("origins", AccessReaders.ORIGINS);
        var createdAt = fields.required("created_at", Readers.TIME);
        var updatedAt = fields.required("updated_at", Readers.TIME);
        if (id == null
                || name == null
                || currency == null
                || suspended == null
                || limits == null
                || origins == null
                || createdAt == null
                || updatedAt == null) {
            throw wrong(fields);
        }
        return new ClientAccount(id, name, currency, suspended, limits, origins, createdAt, updatedAt);
    }

    private static @Nullable ClientLimits limits(Fields fields) {
        var requests = fields.required("requests_per_second", Readers.INTEGER);
        var burst = fields.required("burst", Readers.INTEGER);
        var bulkRecords = fields.required("bulk_records_per_second", Readers.INTEGER);
        var bulkRequests = fields.required("bulk_requests", Readers.INTEGER);
        var streams = fields.required("streams", Readers.INTEGER);
        var portfolios = fields.required("portfolios", Readers.INTEGER);
        if (requests == null
                || burst == null
                || bulkRecords == null
                || bulkRequests == null
                || streams == null
                || portfolios == null) {
            return null;
        }
        return fields.check(() -> new ClientLimits(requests, burst, bulkRecords, bulkRequests, streams, portfolios));
    }

    private static IssuedKey key(Fields fields) {
        var id = fields.required("id", AccessReaders.KEY_ID);
        var hash = fields.required("secret_hash", AccessReaders.SECRET_HASH);
        var client = fields.optional("client_id", DomainReaders.CLIENT_ID);
        var scopes = fields.required("scopes", AccessReaders.SCOPES);
        var user = fields.optional("user_id", DomainReaders.USER_ID);
        var label = fields.required("label", AccessReaders.LABEL);
        var createdAt = fields.required("created_at", Readers.TIME);
        Instant expiresAt = fields.optional("expires_at", Readers.TIME);
        Instant revokedAt = fields.optional("revoked_at", Readers.TIME);
        if (!fields.ok() || id == null || hash == null || scopes == null || label == null || createdAt == null) {
            throw wrong(fields);
        }
        if (user != null && client == null) {
            throw new InvalidValueException("user_id needs a client_id");
        }
        return new IssuedKey(
                id,
                hash,
                Optional.ofNullable(client),
                scopes,
                Optional.ofNullable(user),
                label,
                createdAt,
                Optional.ofNullable(expiresAt),
                Optional.ofNullable(revokedAt),
                false);
    }

    private static InvalidValueException wrong(Fields fields) {
        return new InvalidValueException(
                fields.errors().stream().map(FieldError::toString).collect(Collectors.joining("; ")));
    }
}
