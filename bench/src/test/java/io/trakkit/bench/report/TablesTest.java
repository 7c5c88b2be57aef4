package io.trakkit.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TablesTest {

    private static final Figure OURS = Figure.of("ours", "trades/s", List.of(30_000.0, 20_000.0, 25_000.0));
    private static final Figure LIMIT = Figure.of("limit", "trades/s", List.of(50_000.0, 50_000.0, 60_000.0));
    private static final Figure PLAIN = Figure.of("plain", "trades/s", List.of(5_000.0, 4_000.0, 9.5));

    private static final Result RESULT = new Result(
            "drain",
            "a million trades",
            List.of(
                    OURS.with(Target.atLeast(30_000, "", OURS.median())),
                    LIMIT.beside(OURS).with(Target.atLeast(40, " %", 50)),
                    PLAIN.beside(OURS)),
            List.of("noted"));

    @Test
    void aTableShowsTheSpreadTheRatiosAndWhatIsMet() {
        assertThat(Tables.of(RESULT)).isEqualTo("""
                drain: a million trades; 3 rounds
                            min  median     max            ours is  to reach
                  ours   20,000  25,000  30,000  trades/s           ≥ 30,000 MISSED
                  limit  50,000  50,000  60,000  trades/s     50 %  ≥ 40 % met
                  plain    9.50   4,000   5,000  trades/s    6.3 ×
                  noted
                """);
    }

    @Test
    void aPageOfTheDocumentationGetsTheSame() {
        assertThat(Markdown.of(RESULT)).isEqualTo("""
                ### drain: a million trades; 3 rounds

                |  | min | median | max |  | ours is | to reach |
                |---|---:|---:|---:|---|---:|---|
                | ours | 20,000 | 25,000 | 30,000 | trades/s |  | ≥ 30,000 MISSED |
                | limit | 50,000 | 50,000 | 60,000 | trades/s | 50 % | ≥ 40 % met |
                | plain | 9.50 | 4,000 | 5,000 | trades/s | 6.3 × |  |

                - noted
                """);
        assertThat(Markdown.of(new Machine(Map.of("cores", "2")))).isEqualTo("- cores: 2\n");
    }

    @Test
    void machinesGetTheSame() {
        JsonNode json = JsonMapper.shared().readTree(JsonReport.of(new Machine(Map.of("cores", "2")), List.of(RESULT)));

        assertThat(json.at("/machine/cores").stringValue()).isEqualTo("2");
        JsonNode limit = json.at("/scenarios/0/figures/1");
        assertThat(limit.get("name").stringValue()).isEqualTo("limit");
        assertThat(limit.get("median").doubleValue()).isEqualTo(50_000);
        assertThat(limit.get("ours_divided_by_this").doubleValue()).isEqualTo(0.5);
        assertThat(limit.at("/targets/0/met").booleanValue()).isTrue();
    }

    @Test
    void theMedianOfAnEvenNumberLiesBetweenTheMiddleTwo() {
        assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 10.0))).isEqualTo(new Spread(1, 3, 10, 4));
    }
}
