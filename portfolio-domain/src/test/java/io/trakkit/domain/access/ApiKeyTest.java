package io.trakkit.domain.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyTest {

    private static final String ID = "0123456789abcdef";
    private static final String SECRET = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    /** The CRC-32 of the text before it, by another program. */
    private static final String KEY = "trk_" + ID + "_" + SECRET + "13f2fb4f";

    @Test
    void aKeyIsReadBackFromItsText() {
        ApiKey key = ApiKey.generate(new SecureRandom());

        ApiKey read = ApiKey.parse(key.reveal()).orElseThrow();

        assertThat(read.id()).isEqualTo(key.id());
        assertThat(read.hash().matches(key.hash())).isTrue();
        assertThat(key.reveal()).hasSize(93).startsWith("trk_" + key.id());
    }

    @Test
    void theChecksumIsTheCrcOfWhatComesBeforeIt() {
        assertThat(ApiKey.parse(KEY)).isPresent();
        assertThat(ApiKey.parse(KEY).orElseThrow().hash().hex())
                .isEqualTo("2a8abfa8cb9906290437854193ca6bca41d4d4e26d1d454bd66a35158095e737");
    }

    @Test
    void aChangedDigitIsRefused() {
        for (int at = 4; at < KEY.length(); at++) {
            char other = KEY.charAt(at) == 'a' ? 'b' : 'a';
            assertThat(ApiKey.parse(KEY.substring(0, at) + other + KEY.substring(at + 1)))
                    .as("position %d", at)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "trk_", "trk__", "TRK_" + ID, "secret", "trk_" + ID + "_" + SECRET, " trk_" + ID})
    void whatIsNoKeyIsRefused(String text) {
        assertThat(ApiKey.parse(text)).isEmpty();
        assertThat(ApiKey.parse(KEY + text + ' ')).isEmpty();
    }

    /** With the checksum of what they are. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "trk_" + "0123456789ABCDEF" + "_" + SECRET,
                "trk_" + "0123456789abcdeg" + "_" + SECRET,
                "trk_" + ID + "-" + SECRET,
                "TRK_" + ID + "_" + SECRET,
                "trk_" + ID + "_" + "g0112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
            })
    void otherCharactersAreRefusedWithTheirChecksumToo(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));

        assertThat(ApiKey.parse(text + "%08x".formatted(crc.getValue()))).isEmpty();
    }

    @Test
    void theSecretIsNotInTheText() {
        assertThat(ApiKey.parse(KEY).orElseThrow()).hasToString("trk_" + ID + "_…");
    }
}
