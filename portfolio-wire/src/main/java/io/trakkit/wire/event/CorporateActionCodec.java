package io.trakkit.wire.event;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.trade.CorporateAction;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.wire.action.CorporateActionFields;
import io.trakkit.wire.json.DomainReaders;
import io.trakkit.wire.json.FieldError;
import io.trakkit.wire.json.Fields;
import io.trakkit.wire.json.Json;
import io.trakkit.wire.json.MalformedJsonException;
import io.trakkit.wire.json.Reader;
import io.trakkit.wire.json.Readers;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The records in {@link Topics#CORPORATE_ACTIONS}: an action as it stands, under its client and id. */
public final class CorporateActionCodec {

    private static final Reader<SortedMap<String, FxRate>> RATES = value -> {
        if (!value.isObject()) {
            throw new InvalidValueException("must be an object, not " + Readers.shown(value));
        }
        SortedMap<String, FxRate> rates = new TreeMap<>();
        value.properties()
                .forEach(entry -> rates.put(
                        new CurrencyCode(entry.getKey()).value(), new FxRate(Readers.DECIMAL.read(entry.getValue()))));
        return rates;
    };

    /** The key of a client's action. A client's id has no slash. */
    public byte[] key(ClientId client, RefId id) {
        return (client + "/" + id).getBytes(StandardCharsets.UTF_8);
    }

    public byte[] encode(CorporateAction action) {
        ObjectNode value = JsonNodeFactory.instance.objectNode();
        value.put("client_id", action.client().value());
        return Json.strict().writeValueAsBytes(CorporateActionFields.write(value, action));
    }

    /** @throws InvalidValueException if the value is no corporate action; the message says why */
    public CorporateAction decode(byte[] value) {
        try {
            return decode(Fields.of(Json.object(value)));
        } catch (MalformedJsonException e) {
            throw new InvalidValueException("Not a corporate action: " + e.about("the value"));
        }
    }

    private static CorporateAction decode(Fields fields) {
        var client = fields.required("client_id", DomainReaders.CLIENT_ID);
        var id = fields.required("action_id", DomainReaders.REF_ID);
        var ticker = fields.required("ticker", DomainReaders.TICKER);
        var type = fields.required("type", CorporateActionFields.TYPE);
        var terms = type == null ? null : CorporateActionFields.terms(fields, type, null);
        var exDate = fields.optional(CorporateActionFields.EX_DATE, CorporateActionFields.DATE);
        var effectiveAt = fields.required(CorporateActionFields.EFFECTIVE_AT, Readers.TIME);
        var currency = fields.optional("currency", Readers.TEXT.map(CurrencyCode::new));
        var rates = fields.optional("rates", RATES);
        var withdrawn = fields.required("status", CorporateActionFields.STATUS);
        var version = fields.required("version", Readers.LONG);
        var createdAt = fields.required("created_at", Readers.TIME);
        var updatedAt = fields.required("updated_at", Readers.TIME);
        if (client == null
                || id == null
                || ticker == null
                || terms == null
                || effectiveAt == null
                || withdrawn == null
                || version == null
                || createdAt == null
                || updatedAt == null
                || !fields.ok()) {
            throw new InvalidValueException(
                    fields.errors().stream().map(FieldError::toString).collect(Collectors.joining("; ")));
        }
        return new CorporateAction(
                client,
                id,
                ticker,
                terms,
                Optional.ofNullable(exDate),
                effectiveAt,
                Optional.ofNullable(currency),
                Objects.requireNonNullElseGet(rates, TreeMap::new),
                withdrawn,
                version,
                createdAt,
                updatedAt);
    }
}
