package io.trakkit.wire.bulk;

import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.wire.trade.ActivityFields;
import io.trakkit.wire.trade.TradeField;
import io.trakkit.wire.trade.TradeFields;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * A column of a CSV text: a field of trades, of activities, or of both.
 *
 * @param optional whether a table of trades may lack it
 * @param cell the JSON value of a cell that is not empty
 * @param synonyms what other programs call it, in lower case
 */
record Column(String name, boolean optional, Function<String, JsonNode> cell, List<String> synonyms) {

    static final Column TYPE = ofActivities(ActivityFields.TYPE, Column::lowerCase);

    /** All columns: those of trades first. */
    static final List<Column> ALL = Stream.concat(
                    TradeFields.ALL.stream().map(Column::of),
                    Stream.of(
                            TYPE,
                            ofActivities(ActivityFields.TOTAL, StringNode::valueOf),
                            ofActivities(ActivityFields.PER_UNIT, StringNode::valueOf),
                            ofActivities(ActivityFields.COST, StringNode::valueOf),
                            ofActivities(ActivityFields.NUMERATOR, StringNode::valueOf),
                            ofActivities(ActivityFields.DENOMINATOR, StringNode::valueOf),
                            ofActivities(ActivityFields.WHOLE, Column::truth)))
            .toList();

    private static final Map<String, Column> BY_NAME =
            ALL.stream().collect(Collectors.toMap(Column::name, Function.identity()));

    /** By the names that other programs give the fields, in lower case without spaces and signs. */
    private static final Map<String, Column> BY_SYNONYM = bySynonym();

    private static Column of(TradeField<?> field) {
        return new Column(field.name(), field.optional(), field.cell(), field.synonyms());
    }

    private static Column ofActivities(String name, Function<String, JsonNode> cell) {
        return new Column(name, true, cell, List.of());
    }

    /** The column of that name, in any case. */
    static Optional<Column> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The column that other programs may mean by that name. */
    static Optional<Column> meant(String name) {
        return Optional.ofNullable(BY_SYNONYM.get(letters(name)));
    }

    boolean is(TradeField<?> field) {
        return name.equals(field.name());
    }

    /** Puts the value of a cell into the fields of its record. A type that is a side is that of a trade. */
    void put(String text, ObjectNode fields) {
        if (equals(TYPE) && isSide(text)) {
            fields.set(TradeFields.SIDE.name(), TradeFields.SIDE.cell().apply(text));
        } else {
            fields.set(name, cell.apply(text));
        }
    }

    private static boolean isSide(String text) {
        try {
            ActivityType.parse(text.toLowerCase(Locale.ROOT));
            return false;
        } catch (InvalidValueException _) {
            return TradeFields.SIDE.cell().apply(text).isInt();
        }
    }

    private static JsonNode lowerCase(String cell) {
        return StringNode.valueOf(cell.toLowerCase(Locale.ROOT));
    }

    private static JsonNode truth(String cell) {
        return switch (cell.toLowerCase(Locale.ROOT)) {
            case "true" -> BooleanNode.TRUE;
            case "false" -> BooleanNode.FALSE;
            default -> StringNode.valueOf(cell);
        };
    }

    private static Map<String, Column> bySynonym() {
        Map<String, Column> synonyms = new HashMap<>();
        ALL.forEach(column -> column.synonyms().forEach(name -> add(synonyms, name, column)));
        // "type" means trade_type to other programs, and is a column of its own here.
        ALL.forEach(column -> synonyms.put(letters(column.name()), column));
        return synonyms;
    }

    private static void add(Map<String, Column> synonyms, String name, Column column) {
        Column other = synonyms.put(letters(name), column);
        if (other != null) {
            throw new IllegalStateException(name + " is a synonym of both " + other + " and " + column);
        }
    }

    private static String letters(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    @Override
    public String toString() {
        return name;
    }
}
