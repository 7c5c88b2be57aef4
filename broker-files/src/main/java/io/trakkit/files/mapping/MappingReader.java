package io.trakkit.files.mapping;

import io.trakkit.domain.trade.SecurityType;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.files.preset.Dates;
import io.trakkit.files.preset.DecimalSign;
import io.trakkit.files.preset.Header;
import io.trakkit.files.preset.Kind;
import io.trakkit.files.preset.RowResult;
import io.trakkit.files.preset.Traits;
import io.trakkit.files.source.SourceKind;
import io.trakkit.wire.json.Json;
import io.trakkit.wire.json.MalformedJsonException;
import io.trakkit.wire.json.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a mapping from JSON. docs/broker-files.md describes its members; one that is unknown is an error. */
public final class MappingReader {

    private static final Set<String> MEMBERS = Set.of(
            "name",
            "version",
            "title",
            "header",
            "headers",
            "may",
            "ignored",
            "decimal",
            "times",
            "zone",
            "order",
            "kind",
            "skip",
            "columns",
            "columns_of",
            "currency",
            "account_currency",
            "inverse_rate",
            "signed_amounts",
            "signed_charges",
            "net_payments",
            "fee_is_the_rest",
            "security_type");

    private final ObjectNode json;

    private MappingReader(ObjectNode json) {
        this.json = json;
    }

    /** @throws InvalidMappingException if it is not JSON, or not a mapping */
    public static Mapping read(byte[] bytes) {
        try {
            return new MappingReader(Json.object(bytes)).mapping();
        } catch (MalformedJsonException e) {
            throw new InvalidMappingException("The mapping " + e.getMessage());
        } catch (InvalidValueException e) {
            throw new InvalidMappingException("The mapping has a value that " + e.getMessage());
        }
    }

    /** A preset of this module, which is a resource. */
    public static Mapping resource(String name) {
        String path = "/io/trakkit/files/presets/" + name + ".json";
        try (InputStream in = MappingReader.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("There is no resource " + path);
            }
            return read(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Mapping mapping() {
        refuseOthers(json, MEMBERS, "the mapping");
        JsonNode kind = json.path("kind");
        if (!kind.isObject()) {
            throw missing("kind");
        }
        refuseOthers(kind, Set.of("column", "values", "skip", "unsupported"), "kind");
        List<String> kindColumns = texts(kind.path("column"), "kind.column");
        Map<Field, List<String>> fields = fields(json.path("columns"), "columns");
        Map<Kind, Map<Field, List<String>>> fieldsOf = new EnumMap<>(Kind.class);
        json.path("columns_of")
                .properties()
                .forEach(of ->
                        fieldsOf.put(Kind.parse(of.getKey()), fields(of.getValue(), "columns_of." + of.getKey())));
        if (!fields.containsKey(Field.TIME)) {
            throw missing("columns.time");
        }
        List<Condition> conditions = conditions();
        return new Mapping(
                json.path("name").asString("map"),
                json.path("version").asInt(1),
                json.path("title").asString("your mapping"),
                traits(),
                headers(kindColumns, fields, fieldsOf, conditions),
                dates(),
                kindColumns,
                words(kind),
                conditions,
                fields,
                fieldsOf,
                text("currency"),
                text("account_currency"),
                json.path("inverse_rate").asBoolean(false),
                json.path("signed_amounts").asBoolean(false),
                json.path("signed_charges").asBoolean(false),
                json.path("net_payments").asBoolean(false),
                json.path("fee_is_the_rest").asBoolean(false),
                text("security_type").map(SecurityType::parse).orElse(SecurityType.STOCK));
    }

    private Optional<String> text(String name) {
        return json.path(name).isString() ? Optional.of(json.path(name).asString()) : Optional.empty();
    }

    private Traits traits() {
        Traits traits = Traits.TABLE.of(SourceKind.TABLE);
        traits = switch (json.path("decimal").asString(".")) {
            case "." -> traits;
            case "," -> traits.with(DecimalSign.COMMA);
            default -> throw new InvalidMappingException("\"decimal\" must be \".\" or \",\"");
        };
        String order = json.path("order").asString("oldest_first");
        traits = switch (order) {
            case "oldest_first" -> traits;
            case "newest_first" -> traits.withNewestFirst();
            default -> throw new InvalidMappingException("\"order\" must be \"oldest_first\" or \"newest_first\"");
        };
        String zone = json.path("zone").asString("UTC");
        try {
            return traits.in(ZoneId.of(zone).getId());
        } catch (DateTimeException _) {
            throw new InvalidMappingException("\"zone\" must be a time zone such as Europe/Berlin, not " + zone);
        }
    }

    private List<Header> headers(
            List<String> kindColumns,
            Map<Field, List<String>> fields,
            Map<Kind, Map<Field, List<String>>> fieldsOf,
            List<Condition> conditions) {
        Set<String> may = new LinkedHashSet<>(optionalTexts("may"));
        may.addAll(kindColumns);
        fields.values().forEach(may::addAll);
        fieldsOf.values().forEach(of -> of.values().forEach(may::addAll));
        conditions.forEach(condition -> may.add(condition.column()));
        List<List<String>> needs = new ArrayList<>();
        if (json.has("header")) {
            needs.add(optionalTexts("header"));
        }
        json.path("headers").forEach(one -> needs.add(texts(one, "headers")));
        if (needs.isEmpty()) {
            needs.add(List.of(
                    kindColumns.getFirst(),
                    fields.getOrDefault(Field.TIME, List.of()).getFirst()));
        }
        return needs.stream()
                .map(columns -> new Header("", columns, List.copyOf(may), optionalTexts("ignored")))
                .toList();
    }

    private Dates dates() {
        List<String> patterns = optionalTexts("times");
        if (patterns.isEmpty()) {
            return Dates.ISO;
        }
        try {
            return Dates.of(patterns.toArray(String[]::new));
        } catch (IllegalArgumentException e) {
            throw new InvalidMappingException("\"times\" has a pattern that is none: " + e.getMessage());
        }
    }

    private static List<WordRule> words(JsonNode kind) {
        List<WordRule> words = new ArrayList<>();
        kind.path("values")
                .properties()
                .forEach(word -> words.add(
                        new WordRule(word.getKey(), meaning(word.getValue().asString("")))));
        kind.path("skip")
                .properties()
                .forEach(word -> words.add(new WordRule(
                        word.getKey(),
                        new Meaning.Result(RowResult.without(word.getValue().asString())))));
        kind.path("unsupported")
                .properties()
                .forEach(word -> words.add(new WordRule(
                        word.getKey(),
                        new Meaning.Result(RowResult.unsupported(word.getValue().asString())))));
        // A word in full counts before one that begins or ends so.
        words.sort((one, other) ->
                Boolean.compare(one.word().contains("*"), other.word().contains("*")));
        return words;
    }

    private static Meaning meaning(String name) {
        return switch (name) {
            case "cash_by_sign" -> new Meaning.BySign(Field.TOTAL, Kind.DEPOSIT, Kind.WITHDRAWAL);
            case "trade_by_sign" -> new Meaning.BySign(Field.VOLUME, Kind.BUY, Kind.SELL);
            case "transfer_by_sign" -> new Meaning.BySign(Field.VOLUME, Kind.TRANSFER_IN, Kind.TRANSFER_OUT);
            default -> new Meaning.Of(Kind.parse(name));
        };
    }

    private List<Condition> conditions() {
        List<Condition> conditions = new ArrayList<>();
        for (JsonNode one : json.path("skip")) {
            refuseOthers(one, Set.of("column", "is", "is_not", "reason", "unsupported"), "skip");
            String reason = one.path("reason").asString("");
            if (reason.isEmpty() || !one.path("column").isString()) {
                throw new InvalidMappingException("Each of \"skip\" needs \"column\" and \"reason\"");
            }
            boolean not = one.has("is_not");
            conditions.add(new Condition(
                    one.path("column").asString(),
                    texts(one.path(not ? "is_not" : "is"), "skip.is"),
                    not,
                    one.path("unsupported").asBoolean(false)
                            ? RowResult.unsupported(reason)
                            : RowResult.without(reason)));
        }
        return conditions;
    }

    private static Map<Field, List<String>> fields(JsonNode node, String where) {
        Map<Field, List<String>> fields = new EnumMap<>(Field.class);
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            Field field = Field.of(member.getKey())
                    .orElseThrow(() -> new InvalidMappingException(
                            "\"" + where + "\" has the field \"" + Printable.of(member.getKey())
                                    + "\", which is not known; known are "
                                    + String.join(
                                            ", ",
                                            java.util.Arrays.stream(Field.values())
                                                    .map(Field::wireName)
                                                    .toList())));
            fields.put(field, texts(member.getValue(), where + "." + member.getKey()));
        }
        return fields;
    }

    private List<String> optionalTexts(String name) {
        JsonNode node = json.get(name);
        return node == null ? List.of() : texts(node, name);
    }

    /** A text, or an array of them. */
    private static List<String> texts(@Nullable JsonNode node, String name) {
        if (node == null || node.isMissingNode()) {
            throw missing(name);
        }
        if (node.isString()) {
            return List.of(node.asString());
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode one : node) {
            if (!one.isString()) {
                throw new InvalidMappingException("\"" + name + "\" must be a text or a list of texts");
            }
            texts.add(one.asString());
        }
        return texts;
    }

    private static InvalidMappingException missing(String name) {
        return new InvalidMappingException("The mapping needs \"" + name + "\"");
    }

    private static void refuseOthers(JsonNode node, Set<String> known, String where) {
        node.propertyNames().forEach(name -> {
            if (!known.contains(name)) {
                throw new InvalidMappingException("\"" + Printable.of(name) + "\" is not a member of " + where
                        + "; known are "
                        + String.join(", ", known.stream().sorted().toList()));
            }
        });
    }
}
