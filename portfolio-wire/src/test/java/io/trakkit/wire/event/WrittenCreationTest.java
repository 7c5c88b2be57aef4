package io.trakkit.wire.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.trade.TradeEvent;
import io.trakkit.testing.Seed;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenCreationTest {

    private static final String ALPHABET = "\"\\{}[]:,. 0123456789-+eEazAZ$\t\n";

    private final TradeEventCodec codec = new TradeEventCodec();

    private byte[] written(String golden) {
        Decoded decoded = TradeEventCodec.decodeTree(Golden.text(golden).getBytes(UTF_8));
        return codec.encode(((Decoded.Event) decoded).event());
    }

    @ParameterizedTest
    @ValueSource(strings = {"trade_created", "trade_created_now"})
    void readsWhatIsWritten(String golden) {
        byte[] bytes = written(golden);

        assertThat(WrittenCreation.read(bytes)).isNotNull().isEqualTo(byTree(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"trade_amended", "summary_recalculation_requested"})
    void leavesOtherEventsToTheTree(String golden) {
        assertThat(WrittenCreation.read(written(golden))).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "portfolio":1    | "portfolio":"1"
            "portfolio":1    | "portfolio":01
            "portfolio":1    | "portfolio":1.0
            "portfolio":1    | "portfolio":99999999999999999999
            "trade_type":1   | "trade_type":3
            "trade_type":1   | "trade_type":1.0
            "volume":10.5    | "volume":1.05e1
            "volume":10.5    | "volume":10.
            "volume":10.5    | "volume":.5
            "volume":10.5    | "volume":-10.5
            "volume":10.5    | "volume":0
            "amount":"438.57"| "amount":438.57
            "amount":"438.57"| "amount":"438.57 "
            order-4711       | order\\u002d4711
            order-4711       | ördér
            "ref_id"         | "ref_id":"x","ref_id"
            "ref_id"         | "venue":null,"ref_id"
            "ref_id":"       | "ref_id": "
            }}               | }
            }}               | }} {}
            """)
    void leavesAllElseToTheTree(String part, String replacement) {
        String text = new String(written("trade_created"), UTF_8);
        assertThat(text).contains(part);

        assertThat(WrittenCreation.read(text.replace(part, replacement).getBytes(UTF_8)))
                .isNull();
    }

    @Test
    void whateverItReadsTheTreeReadsAlike() {
        Seed seed = Seed.ofThisRun();
        RandomGenerator random = seed.random();
        byte[][] originals = {written("trade_created"), written("trade_created_now")};
        int read = 0;
        for (int i = 0; i < 40_000; i++) {
            byte[] mutant = mutant(originals[i % originals.length], random);
            TradeEvent event = WrittenCreation.read(mutant);
            if (event != null) {
                read++;
                assertThat(byTree(mutant))
                        .as("%s of %s", new String(mutant, UTF_8), seed)
                        .isEqualTo(event);
            }
        }
        assertThat(read).as("of %s", seed).isGreaterThan(1_000);
    }

    /** A byte or two replaced, left out or put in. */
    private static byte[] mutant(byte[] original, RandomGenerator random) {
        StringBuilder text = new StringBuilder(new String(original, UTF_8));
        for (int changes = random.nextInt(1, 3); changes > 0; changes--) {
            int at = random.nextInt(text.length());
            String character = String.valueOf(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            switch (random.nextInt(3)) {
                case 0 -> text.replace(at, at + 1, character);
                case 1 -> text.deleteCharAt(at);
                default -> text.insert(at, character);
            }
        }
        return text.toString().getBytes(UTF_8);
    }

    private static Object byTree(byte[] bytes) {
        return TradeEventCodec.decodeTree(bytes) instanceof Decoded.Event decoded ? decoded.event() : "junk";
    }
}
