package io.trakkit.domain.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

    @Test
    void ofAKeyOnlyTheIdIsShown() {
        ApiKey key = ApiKey.generate(new SecureRandom());
        String secret = key.reveal().substring(21, 33);

        assertThat(Secrets.hide("must be a number, not \"" + key.reveal() + '"'))
                .isEqualTo("must be a number, not \"trk_" + key.id() + "_…\"");
        for (String text : new String[] {
            key.reveal().substring(0, 40),
            key.reveal().replace('_', '-'),
            key.reveal().replace("_", ""),
            key.reveal().replace("_", "%5F"),
            key.reveal().toUpperCase(Locale.ROOT)
        }) {
            assertThat(Secrets.hide("/a/" + text + "/b").toLowerCase(Locale.ROOT))
                    .contains(key.id().value(), "/b")
                    .doesNotContain(secret);
        }
    }

    @Test
    void ofAJwtNothingIsShown() {
        assertThat(Secrets.hide("x eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.c2lnbmF0dXJl y"))
                .isEqualTo("x eyJ… y");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "trk-2026-11-01-0000000000001", "eyJ.a.b", "a truck", "0123456789abcdef0123456789abcdef"})
    void otherTextsStay(String text) {
        assertThat(Secrets.hide(text)).isEqualTo(text);
    }
}
