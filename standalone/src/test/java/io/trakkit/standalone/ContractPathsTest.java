package io.trakkit.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.access.Scope;
import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import io.trakkit.wire.http.ApiPaths;
import io.trakkit.wire.http.ApiPaths.Acting;
import io.trakkit.wire.http.ApiPaths.Requirement;
import io.trakkit.wire.http.problem.Problem;
import io.trakkit.wire.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** docs/openapi.yaml names the paths, the methods, the query parameters and the problems of the code, and no others. */
@ExtendWith(SharedServer.class)
class ContractPathsTest {

    private static final Pattern WORD = Pattern.compile("\"([A-Za-z][A-Za-z_]*)\"");

    private final Server server;
    private final Http http;

    ContractPathsTest(Server server) {
        this.server = server;
        http = new Http(server.address());
    }

    @Test
    void theOperationsAreThoseOfTheControllers() {
        Set<String> served = server
                .context()
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .entrySet()
                .stream()
                .filter(mapping -> mapping.getValue().getBeanType().getName().startsWith("io.trakkit."))
                .flatMap(mapping -> mapping.getKey().getPatternValues().stream()
                        .flatMap(path -> mapping.getKey().getMethodsCondition().getMethods().stream()
                                .map(method -> method + " " + path)))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(Contract.operations().stream().map(Contract.Operation::toString))
                .containsExactlyInAnyOrderElementsOf(served);
    }

    @Test
    void theOperationsAreThoseOfApiPaths() {
        List<String> paths = ApiPaths.described().entrySet().stream()
                .flatMap(path -> path.getValue().keySet().stream().map(method -> method + " " + path.getKey()))
                .toList();

        assertThat(Contract.operations().stream().map(Contract.Operation::toString))
                .containsExactlyInAnyOrderElementsOf(paths);
    }

    @Test
    void theScopesAreThoseOfApiPaths() {
        for (Contract.Operation operation : Contract.operations()) {
            Requirement needed = operation.requirement();
            Scope scope = needed.scope();
            List<String> scopes = scope == null ? List.of() : List.of(scope.wireName());

            assertThat(operation.security().values())
                    .as(operation.toString())
                    .isNotEmpty()
                    .allMatch(scopes::equals);
            if (needed.acting() == Acting.FOR_THE_PLATFORM) {
                assertThat(operation.security()).as(operation.toString()).doesNotContainKey("session");
            }
        }
    }

    @Test
    void theProblemTypesAreThoseOfTheCode() {
        assertThat(Contract.problemTypes())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Problem.values())
                        .map(problem -> problem.type().toString())
                        .toList());
    }

    static Stream<Contract.Operation> operations() {
        return Contract.operations().stream();
    }

    /**
     * Asks for every word of the sources that read query parameters at once: the answer lists those that the operation does
     * not know.
     */
    @ParameterizedTest
    @MethodSource("operations")
    void theQueryParametersAreThoseThatTheCodeReads(Contract.Operation operation) {
        Set<String> candidates = candidates();
        candidates.addAll(operation.queryParameters());
        String query = candidates.stream().map(name -> name + "=%20").collect(Collectors.joining("&", "?", ""));

        Set<String> unknown = unknownParameters(operation, query);

        Set<String> known = new TreeSet<>(candidates);
        known.removeAll(unknown);
        assertThat(unknown.isEmpty() ? Set.<String>of() : known).isEqualTo(operation.queryParameters());
    }

    private Set<String> unknownParameters(Contract.Operation operation, String query) {
        String path = operation.path().replaceAll("\\{[a-z_]+}", "1") + "/" + query;
        HttpAnswer answer = switch (operation.method()) {
            case "GET" -> http.get(path);
            case "PUT" -> http.put(path, "{}");
            case "PATCH" -> http.patch(path, "{}");
            default -> http.post(path, "{}");
        };
        return Json.strict()
                .readTree(answer.text())
                .path("errors")
                .valueStream()
                .filter(error -> error.path("detail").asString("").equals("is not a known parameter"))
                .map(error -> error.required("parameter").asString())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Every word in quotes in a source that knows query parameters. */
    private static Set<String> candidates() {
        try (Stream<Path> sources = Files.walk(Path.of(".."))) {
            return sources.filter(source -> source.toString().matches(".*/src/main/java/.*\\.java"))
                    .map(ContractPathsTest::read)
                    .filter(source -> source.contains("QueryParameters"))
                    .flatMap(source -> WORD.matcher(source).results().map(word -> word.group(1)))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/docs/", "/docs"})
    void swaggerUiShowsTheContract(String path) {
        HttpAnswer answer = http.get(path);

        assertThat(answer.status()).isEqualTo(302);
        String page = answer.header("Location");
        assertThat(http.get(page).text()).contains("<title>Swagger UI</title>");
        assertThat(http.get("/docs/swagger-config").text()).contains("\"url\":\"/docs/openapi.yaml\"");
        assertThat(http.get("/docs/openapi.yaml").text()).isEqualTo(read(Contract.FILE));
    }
}
