package io.trakkit.wire.json;

import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;

/** The JSON of the wire: strict to read, and written in one way. */
public final class Json {

    /** The most bytes that an event or the body of a request may have. */
    public static final int MAX_BYTES = 64 * 1024;

    static final int MAX_NESTING = 16;
    static final int MAX_NUMBER_LENGTH = 100;
    static final int MAX_NAME_LENGTH = 1_000;

    private static final JsonMapper STRICT = mapper(true);

    /** Finds repeated fields in the tree: faster than in the parser, but without their position. */
    private static final JsonMapper FAST = mapper(false);

    private static final JsonMapper ANSWERS = STRICT.rebuild()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private Json() {}

    /** Reads trees strictly, within limits, and writes decimals without exponents and times to the microsecond. */
    public static JsonMapper strict() {
        return STRICT;
    }

    /** Writes answers: as {@link #strict()} does, with names in snake case. */
    public static JsonMapper answers() {
        return ANSWERS;
    }

    /** How times are written: {@code 2022-07-29T08:12:12.797643Z}, always with six fraction digits. */
    public static String text(Instant time) {
        return CanonicalTime.append(new StringBuilder(32), time).toString();
    }

    /** Teaches a mapper to write times as {@link #text(Instant)} does. */
    public static JacksonModule times() {
        return new SimpleModule("trakkit-times").addSerializer(Instant.class, new InstantWriter());
    }

    /**
     * Reads one JSON object of at most {@link #MAX_BYTES}.
     *
     * @throws MalformedJsonException if the bytes are anything else
     */
    public static ObjectNode object(byte[] bytes) {
        return object(bytes, MAX_BYTES);
    }

    /**
     * Reads one JSON object of at most that number of bytes.
     *
     * @throws MalformedJsonException if the bytes are anything else
     */
    public static ObjectNode object(byte[] bytes, int maxBytes) {
        if (bytes.length > maxBytes) {
            throw new MalformedJsonException("has more than " + maxBytes + " bytes");
        }
        JsonNode tree = tree(bytes);
        if (!(tree instanceof ObjectNode object)) {
            throw new MalformedJsonException(
                    tree.isMissingNode() ? "is empty" : "is " + Readers.kindOf(tree) + ", not an object");
        }
        return object;
    }

    /** Nearly all documents are ASCII and right. The strict reader says what is wrong with the others, and where. */
    private static JsonNode tree(byte[] bytes) {
        if (isAscii(bytes)) {
            try {
                return FAST.readTree(bytes);
            } catch (JacksonException | NumberFormatException _) {
                return strictTree(bytes);
            }
        }
        return strictTree(bytes);
    }

    /** Decodes the bytes first, since the parser lets some malformed sequences through. */
    static JsonNode strictTree(byte[] bytes) {
        try {
            return STRICT.readTree(Utf8.decode(bytes));
        } catch (CharacterCodingException e) {
            throw new MalformedJsonException("is not valid UTF-8");
        } catch (JacksonException e) {
            throw new MalformedJsonException(JsonMistakes.describe(e));
        } catch (NumberFormatException e) {
            // Not a JacksonException: an exponent that an int cannot hold.
            throw new MalformedJsonException("has a number whose exponent is too large");
        }
    }

    /** No NUL either: the parser would take it for a sign of UTF-16. */
    private static boolean isAscii(byte[] bytes) {
        for (byte b : bytes) {
            if (b <= 0) {
                return false;
            }
        }
        return true;
    }

    private static JsonMapper mapper(boolean parserFindsDuplicates) {
        StreamReadConstraints limits = StreamReadConstraints.builder()
                .maxNestingDepth(MAX_NESTING)
                .maxNumberLength(MAX_NUMBER_LENGTH)
                .maxNameLength(MAX_NAME_LENGTH)
                .maxStringLength(2 * MAX_BYTES)
                .build();
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(limits)
                .configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION, parserFindsDuplicates)
                .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .build();
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                // Its arithmetic overflows on numbers such as 100e2147483647.
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .addModule(times())
                .build();
    }

    private static final class InstantWriter extends ValueSerializer<Instant> {

        @Override
        public void serialize(Instant time, JsonGenerator generator, SerializationContext context) {
            generator.writeString(text(time));
        }
    }
}
