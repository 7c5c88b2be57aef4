package io.trakkit.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What makes tests fail or hang now and then is kept out of all modules; CONTRIBUTING.md says what to do instead. */
class SteadyTestsTest {

    /** Where tests wait in the one way; and the faults, whose limits are what they are about. This test names it all. */
    private static final Set<String> MAY = Set.of("Waiting.java", "Scene.java", "SteadyTestsTest.java");

    @ParameterizedTest
    @ValueSource(strings = {"Awaitility.await", "Thread.sleep", "awaitility.Awaitility.setDefault"})
    void noTestWaitsInAWayOfItsOwn(String words) {
        List<Path> tests = testSources();
        assertThat(tests).hasSizeGreaterThan(100);
        assertThat(tests)
                .filteredOn(test -> !MAY.contains(test.getFileName().toString())
                        && text(test).contains(words))
                .isEmpty();
    }

    /** Its end is told by a pool that may have one thread: ExitStatus waits without. */
    @Test
    void noEndOfAProcessDependsOnTheCommonPool() {
        assertThat(sources("src"))
                .filteredOn(source -> !MAY.contains(source.getFileName().toString())
                        && text(source).contains("onExit()"))
                .isEmpty();
    }

    private static List<Path> testSources() {
        return sources("src/test/java");
    }

    private static List<Path> sources(String folder) {
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            return modules.map(module -> module.resolve(folder))
                    .filter(Files::exists)
                    .flatMap(SteadyTestsTest::sourcesBelow)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> sourcesBelow(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
