package io.trakkit.cli.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.cli.program.CommandException;
import io.trakkit.domain.access.ApiKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a command takes its key from, and what it refuses. */
class CredentialTest {

    private final String key = ApiKey.generate(new SecureRandom()).reveal();
    private final String other = ApiKey.generate(new SecureRandom()).reveal();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void withoutAnySourceNoKeyIsSent() {
        assertThat(find(null, Map.of())).isEmpty();
        assertThat(find(null, Map.of("TRAKKIT_KEY", "", "TRAKKIT_KEY_FILE", "")))
                .isEmpty();
    }

    @Test
    void theOptionComesBeforeTheKeyAndTheKeyBeforeTheFile() throws IOException {
        String file = file(key + "\n", "rw-------");
        assertThat(sent(find(null, Map.of("TRAKKIT_KEY_FILE", file)))).isEqualTo("Bearer " + key);
        assertThat(sent(find(null, Map.of("TRAKKIT_KEY", other, "TRAKKIT_KEY_FILE", file))))
                .isEqualTo("Bearer " + other);
        assertThat(sent(find(file, Map.of("TRAKKIT_KEY", other)))).isEqualTo("Bearer " + key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwxrwxrwx"})
    void aFileThatOthersCanUseIsRefused(String permissions) throws IOException {
        String file = file(key, permissions);
        assertThatThrownBy(() -> find(file, Map.of()))
                .isInstanceOf(CommandException.class)
                .hasMessage("--key-file: other users may use the key in %s, which has mode %s: chmod 600 %s"
                        .formatted(file, permissions, file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "r--------"})
    void aFileOfTheOwnerAloneIsRead(String permissions) throws IOException {
        assertThat(sent(find(file(key, permissions), Map.of()))).isEqualTo("Bearer " + key);
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> find(null, Map.of("TRAKKIT_KEY_FILE", folder + "/absent")))
                .hasMessage("TRAKKIT_KEY_FILE: there is no file " + folder + "/absent");
    }

    @Test
    void aKeyThatIsMistypedIsNotSentAndNotShown() {
        String mistyped = key.substring(0, key.length() - 1);
        assertThatThrownBy(() -> find(null, Map.of("TRAKKIT_KEY", mistyped)))
                .hasMessage("The API key in TRAKKIT_KEY is mistyped or cut off");
    }

    @Test
    void aKeyInThePlaceOfAFileIsNotShown() {
        assertThatThrownBy(() -> find(key, Map.of()))
                .hasMessage("--key-file must name a file that holds the key, not be the key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "two\nlines", "schlüssel"})
    void whatIsNoKeyIsRefusedWithoutShowingIt(String content) throws IOException {
        String file = file(content, "rw-------");
        assertThatThrownBy(() -> find(file, Map.of()))
                .hasMessage("No key is in the file " + file + ": it must hold one API key or JWT");
    }

    @Test
    void itsTextHasNoSecret() {
        assertThat(find(null, Map.of("TRAKKIT_KEY", key)).orElseThrow()).hasToString("the key from TRAKKIT_KEY");
    }

    private static Optional<Credential> find(@Nullable String file, Map<String, String> environment) {
        return Credential.find(file, environment::get);
    }

    private static String sent(Optional<Credential> credential) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1/"));
        credential.orElseThrow().addTo(request);
        return request.build().headers().firstValue("Authorization").orElseThrow();
    }

    private String file(String content, String permissions) throws IOException {
        Path file = Files.writeString(folder.resolve("key"), content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        return file.toString();
    }
}
