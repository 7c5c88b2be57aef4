package io.trakkit.standalone;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import io.trakkit.wire.http.ApiPaths;
import io.trakkit.wire.http.ApiPaths.Requirement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * docs/openapi.yaml for tests. Its schemas are closed here, although clients must accept new fields: a field that no schema
 * names is a breach.
 */
final class Contract {

    static final Path FILE = Path.of("..", "docs", "openapi.yaml");

    /** The methods that an operation can have; HEAD and OPTIONS follow from them. */
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private static final JsonNode DOCUMENT = YAMLMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build()
            .readTree(FILE);

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            registry -> registry.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

    private static final Map<JsonNode, Schema> COMPILED = new HashMap<>();

    static {
        close(DOCUMENT.at("/components/schemas"));
    }

    private Contract() {}

    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object && object.path("properties").isObject()) {
            object.put("additionalProperties", false);
        }
        node.forEach(Contract::close);
    }

    /** A method of a path. */
    record Operation(String method, String path, JsonNode node) {

        String id() {
            return node.required("operationId").asString();
        }

        Set<String> queryParameters() {
            return parameters("query");
        }

        /** @param in query, path or header */
        Set<String> parameters(String in) {
            return node.path("parameters")
                    .valueStream()
                    .map(Contract::resolved)
                    .filter(parameter -> parameter.required("in").asString().equals(in))
                    .map(parameter -> parameter.required("name").asString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        /** What a caller needs, as the code has it. */
        Requirement requirement() {
            return Objects.requireNonNull(
                    Objects.requireNonNull(ApiPaths.described().get(path)).get(method));
        }

        /** The schemes of which one is enough, each with the scopes that it needs. */
        Map<String, List<String>> security() {
            return node.required("security")
                    .valueStream()
                    .flatMap(scheme -> scheme.propertyStream())
                    .collect(Collectors.toMap(
                            Map.Entry::getKey,
                            scheme -> scheme.getValue()
                                    .valueStream()
                                    .map(JsonNode::asString)
                                    .toList()));
        }

        Set<Integer> statuses() {
            return node.required("responses").propertyNames().stream()
                    .map(Integer::valueOf)
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        /** What an answer can be, by media type. */
        JsonNode answers(int status) {
            return resolved(node.required("responses").path(Integer.toString(status)))
                    .path("content");
        }

        /** What a request can be, by media type. */
        JsonNode bodies() {
            return node.path("requestBody").path("content");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        DOCUMENT.required("paths")
                .forEachEntry((path, methods) -> methods.forEachEntry((method, node) -> {
                    if (METHODS.contains(method)) {
                        operations.add(new Operation(method.toUpperCase(Locale.ROOT), path, node));
                    }
                }));
        return operations;
    }

    /** The operation of a request's path; a literal path goes before one with a variable. */
    static Operation operation(String method, String path) {
        String plain = path.replaceFirst("\\?.*", "").replaceFirst("/$", "");
        return operations().stream()
                .filter(operation -> operation.method().equals(method))
                .filter(operation -> plain.matches(operation.path().replaceAll("\\{[a-z_]+}", "[^/]+")))
                .min(Comparator.comparing(operation -> operation.path().contains("{")))
                .orElseThrow(() -> new AssertionError("The contract has no " + method + " " + plain));
    }

    static Set<String> problemTypes() {
        return DOCUMENT.at("/components/schemas/Problem/properties/type/enum")
                .valueStream()
                .map(JsonNode::asString)
                .collect(Collectors.toSet());
    }

    /** A reference to the schema with a name, so that its properties count as those of this name. */
    static JsonNode schema(String name) {
        return JsonNodeFactory.instance.objectNode().put("$ref", "#/components/schemas/" + name);
    }

    /** Every property of every schema, as {@code Schema.property}. */
    static Set<String> properties() {
        Set<String> properties = new TreeSet<>();
        DOCUMENT.at("/components/schemas")
                .forEachEntry((name, schema) -> schema.required("properties")
                        .propertyNames()
                        .forEach(property -> properties.add(name + "." + property)));
        return properties;
    }

    /** Every example of a property with its schema. */
    static void forEachExample(BiConsumer<JsonNode, JsonNode> consumer) {
        forEachExample(DOCUMENT.at("/components/schemas"), consumer);
    }

    private static void forEachExample(JsonNode node, BiConsumer<JsonNode, JsonNode> consumer) {
        if (node.isObject() && node.has("example") && (node.has("type") || node.has("$ref"))) {
            consumer.accept(node, node.required("example"));
        }
        node.forEach(child -> forEachExample(child, consumer));
    }

    /** Why a value is not what the schema says; empty if it is. */
    static List<String> breaches(JsonNode schema, JsonNode value) {
        Schema compiled = COMPILED.computeIfAbsent(schema, Contract::compile);
        return compiled.validate(value).stream().map(Object::toString).toList();
    }

    /** The components come along, for the references. */
    private static Schema compile(JsonNode schema) {
        ObjectNode standalone = (ObjectNode) schema.deepCopy();
        standalone.set("components", DOCUMENT.required("components"));
        return SCHEMAS.getSchema(standalone);
    }

    /** The properties that a value has, as {@link #properties()} names them. */
    static Stream<String> propertiesOf(JsonNode schema, JsonNode value) {
        return propertiesOf(schema, value, null);
    }

    private static Stream<String> propertiesOf(JsonNode schema, JsonNode value, @Nullable String name) {
        if (schema.has("$ref")) {
            String reference = schema.required("$ref").asString();
            return propertiesOf(resolved(schema), value, reference.substring(reference.lastIndexOf('/') + 1));
        }
        if (schema.has("anyOf")) {
            return schema.required("anyOf")
                    .valueStream()
                    .filter(option -> breaches(option, value).isEmpty())
                    .flatMap(option -> propertiesOf(option, value, null));
        }
        if (value.isArray()) {
            return value.valueStream().flatMap(item -> propertiesOf(schema.path("items"), item, null));
        }
        if (!schema.has("properties")) {
            return Stream.empty();
        }
        return value.propertyStream()
                .flatMap(property -> Stream.concat(
                        name == null ? Stream.empty() : Stream.of(name + "." + property.getKey()),
                        propertiesOf(
                                schema.required("properties").path(property.getKey()), property.getValue(), null)));
    }

    /** What a reference leads to; any other node as it is. */
    static JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? DOCUMENT.at(node.required("$ref").asString().substring(1)) : node;
    }
}
