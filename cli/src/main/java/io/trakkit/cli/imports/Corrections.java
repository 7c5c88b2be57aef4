package io.trakkit.cli.imports;

import io.trakkit.cli.http.Server;
import io.trakkit.cli.program.CommandException;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.wire.json.Json;
import io.trakkit.wire.json.MalformedJsonException;
import io.trakkit.wire.trade.ActivityFields;
import io.trakkit.wire.trade.TradeField;
import io.trakkit.wire.trade.TradeFields;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Amends records of a broker's file that were imported before with other content: the broker has corrected their rows since. The
 * identity of a row is the broker's, so the row of the file is the same trade or activity.
 */
final class Corrections {

    /** Of a result: the names of the fields that were amended. */
    static final String AMENDED = "amended";

    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final String WAIT = "wait=30";
    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final int CONFLICT = 409;

    /** What makes another record of it: no amendment changes these. */
    private static final List<String> IDENTITY = List.of(
            ActivityFields.TYPE, TradeFields.SIDE.name(), TradeFields.TICKER.name(), TradeFields.SECURITY_TYPE.name());

    private static final Set<String> TEXTS =
            Set.of(TradeFields.ISIN.name(), ActivityFields.CURRENCY, TradeFields.STATUS.name());

    private static final List<String> OF_TRADES = Stream.of(
                    TradeFields.VOLUME,
                    TradeFields.PRICE,
                    TradeFields.FEE,
                    TradeFields.TAX,
                    TradeFields.ISIN,
                    TradeFields.STATUS)
            .map(TradeField::name)
            .toList();

    private final Server server;
    private final CurrencyCode own;

    /** @param own the currency of the portfolio */
    Corrections(Server server, CurrencyCode own) {
        this.server = server;
        this.own = own;
    }

    /** Whether the ref_id of a record belongs to one with other content. */
    static boolean isConflict(ObjectNode result) {
        return result.path("status").asInt() == CONFLICT;
    }

    /**
     * The result of a record after its amendment.
     *
     * @param result that of the post
     * @param row the record as the file has it
     * @return the given result if the record cannot be amended
     */
    ObjectNode amended(ObjectNode result, ObjectNode row) {
        boolean isActivity = row.has(ActivityFields.TYPE);
        String path = "api/v1/" + (isActivity ? "activity/" : "trade/")
                + row.path(TradeFields.REF_ID.name()).asString() + "/";
        Answer known = answer(request(path).GET().build(), OK);
        if (known == null || !isSame(known.body(), row)) {
            return result;
        }
        ObjectNode stored = known.body();
        ObjectNode changes = changes(stored, row, isActivity);
        if (changes.isEmpty()) {
            return settled(result, stored, changes);
        }
        HttpRequest.Builder patch = request(path)
                .header("Content-Type", "application/json")
                .header("Prefer", WAIT)
                .method("PATCH", BodyPublishers.ofString(changes.toString()));
        known.tag().ifPresent(tag -> patch.header("If-Match", tag));
        Answer after = answer(patch.build(), ACCEPTED);
        return after == null ? result : settled(result, after.body(), changes);
    }

    private static ObjectNode settled(ObjectNode result, ObjectNode record, ObjectNode changes) {
        ObjectNode settled = Json.strict().createObjectNode();
        settled.set("line", result.path("line"));
        settled.set("ref_id", result.path("ref_id"));
        settled.put("status", OK);
        for (String name : List.of("state", "reason", "detail")) {
            if (record.path(name).isString()) {
                settled.set(name, record.path(name));
            }
        }
        if (!changes.isEmpty()) {
            changes.propertyNames().forEach(settled.putArray(AMENDED)::add);
        }
        return settled;
    }

    private static boolean isSame(ObjectNode stored, ObjectNode row) {
        return IDENTITY.stream()
                .allMatch(name ->
                        stored.path(name).asString("").equals(row.path(name).asString("")));
    }

    /** The fields that differ, with the values of the file. A charge that the file does not have any more becomes zero. */
    private ObjectNode changes(ObjectNode stored, ObjectNode row, boolean isActivity) {
        ObjectNode changes = Json.strict().createObjectNode();
        for (String name : amendable(row, isActivity)) {
            JsonNode given = row.path(name);
            boolean isCharge = name.equals(TradeFields.FEE.name()) || name.equals(TradeFields.TAX.name());
            if (given.isMissingNode() && isCharge && number(stored.path(name)).signum() != 0) {
                changes.put(name, "0");
            } else if (!given.isMissingNode() && !agree(name, stored.path(name), given)) {
                changes.set(name, given);
            }
        }
        Instant time = Instant.parse(row.path(TradeFields.EXECUTED_AT.name()).asString());
        JsonNode before = stored.path(TradeFields.EXECUTED_AT.name());
        if (!before.isString() || !Instant.parse(before.asString()).equals(time)) {
            changes.put(TradeFields.EXECUTED_AT.name(), time.toString());
        }
        return changes;
    }

    private static List<String> amendable(ObjectNode row, boolean isActivity) {
        Stream<String> ofKind = isActivity
                ? Stream.concat(
                        ActivityFields.of(
                                ActivityType.parse(row.path(ActivityFields.TYPE).asString()))
                                .stream(),
                        Stream.of(ActivityFields.STATUS))
                : Stream.concat(OF_TRADES.stream(), Stream.of(ActivityFields.CURRENCY, ActivityFields.FX_RATE));
        return ofKind.distinct().toList();
    }

    private boolean agree(String name, JsonNode stored, JsonNode given) {
        if (name.equals(ActivityFields.CURRENCY)) {
            // A record in the currency of the portfolio states none.
            return (stored.isString() ? stored.asString() : own.value()).equals(given.asString());
        }
        return TEXTS.contains(name)
                ? stored.asString("").equals(given.asString())
                : number(stored).compareTo(number(given)) == 0;
    }

    private static BigDecimal number(JsonNode value) {
        String text = value.isNumber() || value.isString() ? value.asString() : "0";
        return new BigDecimal(text);
    }

    private HttpRequest.Builder request(String path) {
        return server.request(path, Map.of()).timeout(TIMEOUT);
    }

    /**
     * An answer.
     *
     * @param tag its ETag: what somebody else changes meanwhile is not overwritten
     */
    private record Answer(ObjectNode body, Optional<String> tag) {}

    /** An answer; null if its status is more than the best ones, and the record stays refused. */
    private @Nullable Answer answer(HttpRequest request, int most) {
        try {
            HttpResponse<byte[]> response = server.client().send(request, BodyHandlers.ofByteArray());
            return response.statusCode() < OK || response.statusCode() > most
                    ? null
                    : new Answer(
                            Json.object(response.body()), response.headers().firstValue("ETag"));
        } catch (IOException | MalformedJsonException e) {
            throw CommandException.failed(
                    "Cannot amend a record that the broker has corrected: " + e.getMessage()
                            + ". The import is incomplete; it is safe to import the file again",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandException.failed("The import was interrupted");
        }
    }
}
