package io.trakkit.domain.lots;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published cases of cases.txt, and those of worked-cases.txt, come to their numbers, and lots and gains to the totals. */
class PublishedCasesTest {

    static List<WorkedCase> published() throws IOException {
        List<WorkedCase> cases = WorkedCase.read("cases.txt");
        assertThat(cases).hasSize(60);
        return cases;
    }

    static List<WorkedCase> workedByHand() throws IOException {
        List<WorkedCase> cases = WorkedCase.read("worked-cases.txt");
        assertThat(cases).hasSize(40);
        return cases;
    }

    @ParameterizedTest
    @MethodSource("published")
    void comesToThePublishedNumbers(WorkedCase published) {
        published.check();
    }

    @ParameterizedTest
    @MethodSource("workedByHand")
    void comesToTheNumbersWorkedByHand(WorkedCase worked) {
        worked.check();
    }
}
