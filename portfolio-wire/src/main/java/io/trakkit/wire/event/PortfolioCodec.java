package io.trakkit.wire.event;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.wire.json.DomainReaders;
import io.trakkit.wire.json.FieldError;
import io.trakkit.wire.json.Fields;
import io.trakkit.wire.json.Json;
import io.trakkit.wire.json.MalformedJsonException;
import io.trakkit.wire.json.Readers;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The values of the records in {@link Topics#PORTFOLIOS}: a portfolio as it stands. */
public final class PortfolioCodec {

    public byte[] encode(Portfolio portfolio) {
        ObjectNode value = JsonNodeFactory.instance.objectNode();
        value.put("id", portfolio.id().value());
        value.put("client_id", portfolio.client().value());
        value.put("user_id", portfolio.user().value());
        value.put("name", portfolio.name().value());
        portfolio.currency().ifPresent(currency -> value.put("currency", currency.value()));
        if (portfolio.allowShort()) {
            value.put("allow_short", true);
        }
        value.put("created_at", Json.text(portfolio.createdAt()));
        value.put("updated_at", Json.text(portfolio.updatedAt()));
        return Json.strict().writeValueAsBytes(value);
    }

    /** @throws InvalidValueException if the value is no portfolio; the message says why */
    public Portfolio decode(byte[] value) {
        try {
            return decode(Fields.of(Json.object(value)));
        } catch (MalformedJsonException e) {
            throw new InvalidValueException("Not a portfolio: " + e.about("the value"));
        }
    }

    private static Portfolio decode(Fields fields) {
        var id = fields.required("id", DomainReaders.PORTFOLIO_ID);
        var client = fields.has("client_id") ? fields.required("client_id", DomainReaders.CLIENT_ID) : ClientId.DEFAULT;
        var user = fields.required("user_id", DomainReaders.USER_ID);
        var name = fields.required("name", DomainReaders.PORTFOLIO_NAME);
        var currency = fields.optional("currency", Readers.TEXT.map(CurrencyCode::new));
        var allowShort = fields.optional("allow_short", Readers.BOOLEAN);
        var createdAt = fields.required("created_at", Readers.TIME);
        var updatedAt = fields.required("updated_at", Readers.TIME);
        if (!fields.ok()) {
            throw wrong(fields);
        }
        if (id == null || client == null || user == null || name == null || createdAt == null || updatedAt == null) {
            throw wrong(fields);
        }
        return new Portfolio(
                client,
                id,
                user,
                name,
                Optional.ofNullable(currency),
                allowShort != null && allowShort,
                createdAt,
                updatedAt);
    }

    private static InvalidValueException wrong(Fields fields) {
        return new InvalidValueException(
                fields.errors().stream().map(FieldError::toString).collect(Collectors.joining("; ")));
    }
}
