package io.trakkit.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.trakkit.bench.site.Launch;
import io.trakkit.standalone.embedded.Durability;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {

    private static final List<String> KNOWN = List.of("drain", "hot");

    @Test
    void everythingIsMeasuredThreeTimesAtFullSizeByDefault() {
        Options options = parsed();

        assertThat(options.scenarios()).isEqualTo(KNOWN);
        assertThat(options.rounds()).isEqualTo(3);
        assertThat(options.scale()).isEqualTo(1);
        assertThat(options.format()).isEqualTo(Options.Format.TABLES);
        assertThat(options.peers()).isTrue();
        assertThat(options.launch()).isEqualTo(Launch.AS_DEPLOYED);
    }

    @Test
    void whatIsAskedForIsTaken() {
        Options options = parsed(
                "hot",
                "--json",
                "--no-peers",
                "--rounds",
                "5",
                "--scale",
                "0.1",
                "--set",
                "a.b=c",
                "--jfr",
                "/recordings",
                "--broker-fsync",
                "off");

        assertThat(options.scenarios()).containsExactly("hot");
        assertThat(options.rounds()).isEqualTo(5);
        assertThat(options.scale()).isEqualTo(0.1);
        assertThat(options.format()).isEqualTo(Options.Format.JSON);
        assertThat(parsed("--markdown").format()).isEqualTo(Options.Format.MARKDOWN);
        assertThat(options.peers()).isFalse();
        assertThat(options.launch().settings()).containsExactly("--a.b=c");
        assertThat(options.launch().broker()).isEqualTo(Durability.KILLED_PROCESS);
        assertThat(options.launch().recordings()).contains(Path.of("/recordings"));
    }

    @Test
    void whatIsWrongIsSaid() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parsed("cold"))
                .withMessage("there is no scenario 'cold', but drain, hot");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parsed("--fast"))
                .withMessage("there is no option --fast");
        assertThatIllegalArgumentException().isThrownBy(() -> parsed("--scale")).withMessage("--scale needs a value");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parsed("--rounds", "none"))
                .withMessageContaining("--rounds needs a number from 1.0 to 100.0, not 'none'");
    }

    private static Options parsed(String... arguments) {
        return Options.parse(arguments, KNOWN);
    }
}
