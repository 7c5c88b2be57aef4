package io.trakkit.wire.trade;

import static io.trakkit.wire.trade.TradeJson.VOLUME_TEXT;

import io.trakkit.domain.trade.Activity;
import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.update.AcceptedActivity;
import io.trakkit.wire.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * An activity in answers: its fields, the volume and the ratio also as text, amounts with two decimals at least, and its
 * outcome. What it does not have is left out.
 */
public final class ActivityJson {

    private static final String RATIO = "ratio";

    /** The names of all members. */
    public static final List<String> MEMBERS = Stream.concat(
                    ActivityFields.ALL.stream().flatMap(ActivityJson::members),
                    Stream.of(
                            TradeJson.STATE,
                            TradeJson.REASON,
                            TradeJson.DETAIL,
                            TradeJson.VERSION,
                            TradeJson.CREATED_AT,
                            TradeJson.UPDATED_AT))
            .toList();

    private ActivityJson() {}

    private static Stream<String> members(String field) {
        return switch (field) {
            case "volume" -> Stream.of(field, VOLUME_TEXT);
            case "denominator" -> Stream.of(field, RATIO);
            case "fx_rate" -> Stream.of(field, StatedCurrency.LOOKED_UP);
            default -> Stream.of(field);
        };
    }

    /** An object that has all members, in their order, with null. */
    public static ObjectNode allNull() {
        ObjectNode json = Json.strict().createObjectNode();
        MEMBERS.forEach(json::putNull);
        return json;
    }

    /** An activity whose event is not processed yet. */
    public static ObjectNode pending(Activity activity, Instant createdAt, Instant updatedAt) {
        return TradeJson.withTimes(withFields(Json.strict().createObjectNode(), activity), createdAt, updatedAt);
    }

    /** An activity with its outcome. */
    public static ObjectNode accepted(AcceptedActivity accepted) {
        return withOutcome(Json.strict().createObjectNode(), accepted);
    }

    /** Writes an activity with its outcome into an object. */
    public static ObjectNode withOutcome(ObjectNode json, AcceptedActivity accepted) {
        return TradeJson.withVerdict(withFields(json, accepted.activity()), accepted);
    }

    /** Writes the fields of an activity into an object. */
    public static ObjectNode withFields(ObjectNode json, Activity activity) {
        ObjectNode plain = Json.strict().createObjectNode();
        ActivityFields.write(plain, activity);
        ActivityTerms terms = activity.terms();
        terms.total().ifPresent(total -> plain.put(ActivityTerms.totalName(terms.type()), TradeJson.money(total)));
        terms.perUnit().ifPresent(amount -> plain.put(ActivityFields.PER_UNIT, TradeJson.money(amount)));
        TradeJson.putMoney(plain, ActivityFields.TAX, activity.tax());
        plain.forEachEntry((name, value) -> {
            json.set(name, value);
            if (name.equals(ActivityFields.VOLUME)) {
                terms.volume().ifPresent(volume -> json.put(VOLUME_TEXT, volume.toString()));
            }
            if (name.equals(ActivityFields.DENOMINATOR)) {
                terms.ratio().ifPresent(ratio -> json.put(RATIO, ratio.toString()));
            }
        });
        return json;
    }
}
