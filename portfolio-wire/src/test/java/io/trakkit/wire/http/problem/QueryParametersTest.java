package io.trakkit.wire.http.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.wire.http.QueryParameters;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class QueryParametersTest {

    private static QueryParameters query(String text) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setQueryString(text);
        return QueryParameters.of(request);
    }

    /** What a call that pages through something would say. */
    private static List<String> errors(String text) {
        QueryParameters query = query(text);
        query.integer("page", 1, 1, Integer.MAX_VALUE);
        query.integer("page_size", 10, 1, 1_000);
        query.truth("include_closed", false);
        query.time("executed_from");
        query.value("portfolio_id", PortfolioId::parse);
        query.text("user_id");
        ProblemException problem = catchThrowableOfType(ProblemException.class, query::noOthers);
        assertThat(problem.problem()).isEqualTo(Problem.INVALID);
        return problem.errors().stream().map(InputError::toString).toList();
    }

    @Test
    void absentParametersReadAsTheirFallbacks() {
        QueryParameters query = query("");
        assertThat(query.integer("page", 1, 1, 1_000)).isEqualTo(1);
        assertThat(query.truth("include_closed", false)).isFalse();
        assertThat(query.time("executed_from")).isNull();
        assertThat(query.text("user_id")).isNull();
        query.noOthers();
    }

    @Test
    void valuesAreDecoded() {
        QueryParameters query =
                query("user_id=J%C3%BCrgen+%26+Co&page=7&executed_from=2024-02-29T12:00:00%2B02:00&x=a=b");
        assertThat(query.text("user_id")).isEqualTo("Jürgen & Co");
        assertThat(query.integer("page", 1, 1, 10)).isEqualTo(7);
        assertThat(query.time("executed_from")).isEqualTo(Instant.parse("2024-02-29T10:00:00Z"));
        assertThat(query.text("x")).isEqualTo("a=b");
        query.noOthers();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            page=0                                  | page must be a whole number of 1 or more, not 0
            page=                                   | page must be a whole number of 1 or more, not ""
            page=1.5                                | page must be a whole number of 1 or more, not "1.5"
            page=99999999999999999999               | page must be a whole number of 1 or more, not "99999999999999999999"
            page=1&page=2                           | page must be given once, not 2 times
            page_size=1001                          | page_size must be a whole number from 1 to 1000, not 1001
            page_size=%D9%A1                        | page_size must be a whole number from 1 to 1000, not "١"
            include_closed=yes                      | include_closed must be true or false, not "yes"
            executed_from=2024-02-29T12:00:00+02:00 | executed_from has a space; percent-encode the + of its offset
            portfolio_id=x                          | portfolio_id must be a whole number of 1 or more
            pagesize=10                             | pagesize is not a known parameter
            %00%0D%0A=10                            | \uFFFD\uFFFD\uFFFD is not a known parameter
            """)
    void aWrongParameterIsNamedWithItsRule(String text, String error) {
        assertThat(errors(text)).containsExactly(error);
    }

    @Test
    void allErrorsAreToldAtOnce() {
        assertThat(errors("page=0&page_size=0&colour=red")).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"page=%", "page=%zz", "user_id=%FF", "user_id=%ED%A0%80", "user_id=\u00e4"})
    void whatIsNotPercentEncodedUtf8IsMalformed(String text) {
        assertThatThrownBy(() -> query(text))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.problem()).isEqualTo(Problem.MALFORMED));
    }
}
