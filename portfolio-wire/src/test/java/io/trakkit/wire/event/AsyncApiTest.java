package io.trakkit.wire.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.event.EventType;
import io.trakkit.domain.price.QuoteDefaults;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Ticker;
import io.trakkit.wire.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** docs/asyncapi.yaml says of the log what the code does. */
class AsyncApiTest {

    private static final JsonNode DOCUMENT = YAMLMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build()
            .readTree(Path.of("..", "docs", "asyncapi.yaml"));

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);

    record Example(String message, String golden, JsonNode payload) {

        @Override
        public String toString() {
            return golden;
        }
    }

    static Stream<Example> examples() {
        List<Example> examples = new ArrayList<>();
        for (var message : DOCUMENT.at("/components/messages").properties()) {
            for (JsonNode example : message.getValue().path("examples")) {
                examples.add(new Example(message.getKey(), example.get("name").asString(), example.get("payload")));
            }
        }
        return examples.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void anExampleIsItsGoldenFileAndSatisfiesItsSchema(Example example) {
        JsonNode golden = Json.strict().readTree(Golden.text(example.golden));
        assertThat(example.payload.toString()).isEqualTo(golden.toString());
        assertThat(breaches(example.message, golden)).isEmpty();
    }

    @Test
    void everyGoldenFileIsShown() {
        assertThat(examples().map(Example::golden)).containsExactlyInAnyOrderElementsOf(Golden.names());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            trade_created                   | "volume":10.5           | "volume":0
            trade_created                   | "volume":10.5           | "volume":1000000000000
            trade_created                   | "amount":"438.57"       | "amount":"0.0000000000000000001"
            trade_created                   | "amount":"438.57"       | "amount":"-0.01"
            trade_created                   | "ref_id":"order-4711"   | "ref_id":".."
            trade_created                   | "ref_id":"order-4711"   | "ref_id":""
            trade_created                   | "portfolio":1           | "portfolio":0
            trade_created                   | "trade_type":1          | "trade_type":3
            trade_created                   | "ticker":"GODREJIND"    | "ticker":"-A"
            trade_created                   | "status":"success"      | "status":"gone"
            trade_created                   | "executed_at":"2024     | "executed_at":"24
            trade_created                   | "trade":                | "traded":
            trade_created_isin              | US5949181045            | US594918104
            trade_amended_isin              | INE233A01035            | INE233A0103
            trade_created                   | "client_id":"default"   | "client_id":"A"
            trade_amended_status            | "status":"success"      | "colour":"red"
            trade_amended                   | "expected_version":1    | "expected_version":-1
            trade_created_currency          | "security_type":"etf" | "security_type":"share"
            trade_created_currency          | "fx_rate":"0.9187"    | "fx_rate":"0"
            trade_created_currency          | "currency":"USD",     | ''
            trade_created_currency          | "fee":"4.9"           | "fee":"-1"
            trade_amended_money             | "fx_rate":"0.011",    | ''
            activity_created                | "type":"dividend"     | "type":"gift"
            activity_created                | "ticker":"GODREJIND", | ''
            activity_created                | "per_unit":"0.24",    | ''
            activity_created                | "per_unit":"0.24"     | "per_unit":"0.24","total":1
            activity_created                | "tax":"1.5"           | "tax":"-1.5"
            activity_created_bonus          | "numerator":1         | "numerator":0
            activity_created_bonus          | "denominator":4,      | ''
            activity_created_transfer       | "cost":"4605"         | "total":"4605"
            activity_created_cash           | "type":"deposit"      | "type":"deposit","ticker":"X"
            activity_amended                | "total":"12"          | "total":"12","per_unit":1
            summary_recalculation_requested | "event_id":"0190        | "event_id":"190
            """)
    void whatTheSchemaRefusesTheCodecRefusesToo(String golden, String part, String replacement) {
        String wrong = Golden.text(golden).replace(part, replacement);
        String message = golden.replaceFirst("_(status|isin|currency|money|bonus|transfer|cash)$", "");
        assertThat(breaches(message, Json.strict().readTree(wrong))).isNotEmpty();
        assertThat(new TradeEventCodec().decode(wrong.getBytes(UTF_8))).isInstanceOf(Decoded.Undecodable.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "188.38" | "0.0000000000000000001"
            "188.38" | "-1"
            "188.38" | 0
            "188.38" | 1000000000000
            "USD"    | "usd"
            "desk"   | "The desk"
            "price"  | "amount"
            "source" | "adjusted":"yes","source"
            "source" | "adjusted":false,"adjusted_at":"2026-11-25T06:00:00Z","source"
            """)
    void whatTheSchemaOfQuotesRefusesTheCodecRefusesToo(String part, String replacement) {
        String wrong = Golden.text("quote").replace(part, replacement);
        assertThat(breaches("quote", Json.strict().readTree(wrong))).isNotEmpty();
        assertThatThrownBy(() -> new QuoteCodec(new QuoteDefaults(new CurrencyCode("USD"), false))
                        .decode(new Ticker("AAPL"), wrong.getBytes(UTF_8)))
                .isInstanceOf(InvalidValueException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            corporate_action          | "type":"split"    | "type":"merger"
            corporate_action          | "numerator":2,    | ''
            corporate_action          | "denominator":1   | "denominator":0
            corporate_action          | "status":"active" | "status":"gone"
            corporate_action_dividend | "per_unit":"0.24" | "per_unit":"-0.24"
            corporate_action_dividend | "per_unit":"0.24" | "numerator":2,"denominator":1
            corporate_action_dividend | "EUR":"0.8765"    | "EUR":"0"
            corporate_action_dividend | "EUR":"0.8765"    | "eur":"0.8765"
            """)
    void whatTheSchemaOfCorporateActionsRefusesTheCodecRefusesToo(String golden, String part, String replacement) {
        String wrong = Golden.text(golden).replace(part, replacement);
        assertThat(breaches("corporate_action", Json.strict().readTree(wrong))).isNotEmpty();
        assertThatThrownBy(() -> new CorporateActionCodec().decode(wrong.getBytes(UTF_8)))
                .isInstanceOf(InvalidValueException.class);
    }

    @Test
    void topicsPartitionsTypesReasonsAndHeadersAreThoseOfTheCode() {
        assertThat(DOCUMENT.at("/channels/trades/address").asString()).isEqualTo(Topics.TRADES);
        assertThat(DOCUMENT.at("/channels/trades/bindings/kafka/partitions").asInt())
                .isEqualTo(Topics.PARTITIONS);
        assertThat(DOCUMENT.at("/channels/portfolios/address").asString()).isEqualTo(Topics.PORTFOLIOS);
        assertThat(DOCUMENT.at("/channels/clients/address").asString()).isEqualTo(Topics.CLIENTS);
        assertThat(DOCUMENT.at("/channels/corporate_actions/address").asString())
                .isEqualTo(Topics.CORPORATE_ACTIONS);
        assertThat(DOCUMENT.at("/channels/dead_letters/address").asString()).isEqualTo(Topics.DEAD_LETTERS);
        assertThat(DOCUMENT.at("/channels/inbound/address").asString()).isEqualTo(Topics.INBOUND + "{client}");
        assertThat(DOCUMENT.at("/channels/outcomes/address").asString()).isEqualTo(Topics.OUTCOMES + "{client}");
        assertThat(DOCUMENT.at("/channels/prices/address").asString()).isEqualTo(Topics.PRICES);
        assertThat(texts("/components/schemas/Event/properties/type/enum"))
                .containsExactlyElementsOf(Arrays.stream(EventType.values())
                        .map(EventType::wireName)
                        .toList());
        assertThat(texts("/components/schemas/DeadLetterHeaders/properties/trakkit-reason/enum"))
                .containsExactlyElementsOf(Arrays.stream(DeadLetterReason.values())
                        .map(DeadLetterReason::wireName)
                        .toList());
        assertThat(texts("/components/schemas/DeadLetterHeaders/required"))
                .containsExactlyInAnyOrder(
                        DeadLetterHeaders.REASON,
                        DeadLetterHeaders.DETAIL,
                        DeadLetterHeaders.ORIGIN_TOPIC,
                        DeadLetterHeaders.ORIGIN_TOPIC_ID,
                        DeadLetterHeaders.ORIGIN_PARTITION,
                        DeadLetterHeaders.ORIGIN_OFFSET,
                        DeadLetterHeaders.ORIGIN_TIMESTAMP);
    }

    @Test
    void theHeadersOfVerdictsAreThoseOfTheCode() {
        assertThat(names("/components/schemas/Headers/properties")).contains(DeadLetterHeaders.REDRIVEN_FROM);
        assertThat(DOCUMENT.at("/components/schemas/DeadLetterHeaders/properties/trakkit-verdict/const")
                        .asString())
                .isEqualTo(DeadLetterHeaders.REFUSED);
        assertThat(names("/components/schemas/DeadLetterHeaders/properties")).contains(DeadLetterHeaders.VERDICT);
        assertThat(names("/components/schemas/DecidedHeaders/properties"))
                .containsExactlyInAnyOrder(
                        DeadLetterHeaders.VERDICT,
                        DeadLetterHeaders.VERDICT_BY,
                        DeadLetterHeaders.VERDICT_AT,
                        DeadLetterHeaders.VERDICT_NOTE,
                        DeadLetterHeaders.ORIGIN_TOPIC_ID,
                        DeadLetterHeaders.ORIGIN_PARTITION,
                        DeadLetterHeaders.ORIGIN_OFFSET);
    }

    private static List<String> names(String pointer) {
        return List.copyOf(DOCUMENT.at(pointer).propertyNames());
    }

    private static List<String> texts(String pointer) {
        return DOCUMENT.at(pointer).valueStream().map(JsonNode::asString).toList();
    }

    /** What the message's schema holds against the value. */
    private static List<String> breaches(String message, JsonNode value) {
        // The schema stands for itself once the others that it refers to come with it, where JSON Schema has them.
        ObjectNode document = Json.strict().createObjectNode();
        document.putArray("allOf").add(DOCUMENT.at("/components/messages/" + message + "/payload"));
        document.set("definitions", DOCUMENT.at("/components/schemas"));
        String schema = document.toString().replace("#/components/schemas/", "#/definitions/");
        return SCHEMAS.getSchema(schema, InputFormat.JSON).validate(value).stream()
                .map(Object::toString)
                .toList();
    }
}
