package io.trakkit.standalone;

import static io.trakkit.testing.Http.bearer;
import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.access.ApiKey;
import io.trakkit.domain.access.Scope;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.testing.FreePorts;
import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What callers see of a deployment that they do not see of an app alone. Needs nginx: {@code ./trakkit test -Pgateway}. */
@Tag("gateway")
@ExtendWith(SharedServer.class)
class GatewayTest {

    private static Gateway gateway;

    @BeforeAll
    static void start(Server server) throws IOException {
        gateway = Gateway.before(server.address());
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
    }

    @Test
    void readsWritesPricesAndTheContractPass() {
        HttpAnswer created = gateway.http()
                .post("/api/v1/portfolio/", "{\"user_id\": \"gateway\", \"name\": \"" + System.nanoTime() + "\"}");

        assertThat(created.status()).as(created.text()).isEqualTo(201);
        assertThat(gateway.http().get("/api/v1/portfolio/?user_id=gateway").status())
                .isEqualTo(200);
        assertThat(gateway.http()
                        .put("/api/v1/price/GATEWAY/", "{\"price\": 1}")
                        .status())
                .isEqualTo(200);
        assertThat(gateway.http().get("/api/v1/price/?ticker=GATEWAY").status()).isEqualTo(200);
        assertThat(gateway.http().get("/docs/openapi.yaml").text()).contains("  /api/v1/trade/bulk:");
        assertThat(gateway.http().get("/docs/swagger-config").text()).contains("/docs/openapi.yaml");
        assertThat(gateway.http().get("/swagger-ui/index.html").status()).isEqualTo(200);
    }

    @Test
    void thePageItsFilesAndItsStreamPass() {
        HttpAnswer page = gateway.http().get("/");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'self'")
                .doesNotContain("unsafe");
        String script = page.text().replaceFirst("(?s).*src=\"(/assets/[0-9a-f]{16}/main\\.js)\".*", "$1");
        HttpAnswer main = gateway.http().get(script, "Accept-Encoding", "gzip");
        assertThat(main.status()).isEqualTo(200);
        assertThat(main.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(main.header("Cache-Control")).isEqualTo("max-age=31536000, public, immutable");
        assertThat(gateway.http().get("/api/v1/session").status()).isEqualTo(200);

        long portfolio = gateway.http()
                .post("/api/v1/portfolio/", "{\"user_id\": \"gateway\", \"name\": \"" + System.nanoTime() + "\"}")
                .json()
                .required("id")
                .asLong();
        try (Stream<String> lines = gateway.http().lines("/api/v1/portfolio/" + portfolio + "/stream")) {
            assertThat(lines.filter(line -> line.startsWith("event:")).findFirst())
                    .hasValueSatisfying(event -> assertThat(event).contains("returns"));
        }
    }

    @Test
    void operatorsAndAdministratorsPass() {
        assertThat(gateway.http().get("/api/v1/ops/replay/").status()).isEqualTo(200);
        assertThat(gateway.http().get("/api/v1/ops/dead-letters/").status()).isEqualTo(200);
        assertThat(gateway.http().get("/api/v1/admin/clients/").status()).isEqualTo(200);
        assertThat(gateway.http().get("/api/v1/admin/keys/").status()).isEqualTo(200);
    }

    /** A proxy in front of the gateway ends TLS and says so. */
    @Test
    void theCookieOfASessionIsSecureIfTheCallerSpokeTls(Server server) {
        String key = new TestClients(server).key(ClientId.DEFAULT, EnumSet.of(Scope.READ));

        HttpAnswer overTls = gateway.http().post("/api/v1/session/", "", bearer(key, "X-Forwarded-Proto", "https"));
        HttpAnswer plain = gateway.http().post("/api/v1/session/", "", bearer(key));

        assertThat(overTls.header("Set-Cookie")).contains("trakkit_session=trk_", "; Secure", "; HttpOnly");
        assertThat(plain.header("Set-Cookie")).contains("trakkit_session=trk_").doesNotContain("Secure");
    }

    @Test
    void operatorsHaveAPortOfTheirOwn() {
        assertThat(gateway.operatorsHttp().get("/api/v1/ops/replay/").status()).isEqualTo(200);
        assertThat(gateway.operatorsHttp().get("/api/v1/ops/dead-letters/").status())
                .isEqualTo(200);
        assertThat(gateway.operatorsHttp().get("/actuator/health/readiness").text())
                .contains("workerLog");
        assertThat(gateway.operatorsHttp().get("/api/v1/portfolio/").status()).isEqualTo(404);
        assertThat(gateway.operatorsHttp().get("/api/v1/ops").text()).contains("urn:trakkit:problem:not-found");
    }

    @Test
    void anAddressThatTheCallerNamesIsNotAudited() {
        String[] forged = {"X-Forwarded-For", "203.0.113.7", "Forwarded", "for=203.0.113.8"};
        for (Http port : List.of(gateway.http(), gateway.operatorsHttp())) {
            String client = "forged-" + System.nanoTime();

            assertThat(port.get("/api/v1/admin/clients/" + client + "/", forged).status())
                    .isEqualTo(404);

            patiently().untilAsserted(() -> assertThat(addresses(client)).containsExactly("127.0.0.1"));
        }
    }

    private static List<String> addresses(String subject) {
        return gateway.http()
                .get("/api/v1/admin/audit/?limit=1000")
                .json()
                .get("results")
                .valueStream()
                .filter(entry -> entry.get("subject").asString().equals(subject))
                .map(entry -> entry.get("address").asString())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator/health",
                "/api/v1",
                "/api/v1/ops",
                "/actuator/prometheus",
                "/gateway/not-found",
                "/gateway/unavailable",
                "/nothing",
                "/api/v1/portfolio/;x=1/",
                "/api/v1/trade;/",
                "/;",
                "/actuator;/health"
            })
    void whatDoesNotPassIsNotFoundAsAProblem(String path) throws IOException {
        String answer = gateway.raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 404 ")
                .contains("Content-Type: application/problem+json")
                .contains("\"type\":\"urn:trakkit:problem:not-found\"")
                .doesNotContain("<html");
    }

    /** The gateway and the apps read a path each in its own way. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/../../actuator/prometheus",
                "/docs/../actuator/prometheus",
                "/docs/%2e%2e/actuator/prometheus",
                "/docs/..%2factuator/prometheus",
                "/docs/%252e%252e/actuator/prometheus",
                "/docs/..\\actuator/prometheus",
                "/docs//../actuator/prometheus",
                "/assets/..//..//actuator/prometheus",
                "//actuator/prometheus",
                "/./actuator/prometheus",
                "/%61ctuator/prometheus",
                "/api/v1/trade/..%2f..%2f..%2factuator%2fprometheus",
                "/api/v1/trade/%2e%2e/%2e%2e/%2e%2e/actuator/prometheus",
                "/ACTUATOR/prometheus",
                "/API/V1/ops/status",
                "/gateway/%2e%2e/actuator/prometheus"
            })
    void noSpellingOfAPathReachesWhatDoesNotPass(String path) throws IOException {
        String answer = gateway.raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer)
                .matches("(?s)HTTP/1.1 (400|404) .*")
                .contains("Content-Type: application/problem+json")
                .doesNotContain("jvm_", "lag_records", "<html");
    }

    @Test
    void aPathParameterIsNamed() throws IOException {
        assertThat(gateway.raw("GET /api/v1/trade/x;y=1/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .contains("No resource has a path with a semicolon");
    }

    @Test
    void aSemicolonInTheQueryPasses() {
        assertThat(gateway.http().get("/api/v1/price/?ticker=A%3BB").status()).isNotEqualTo(404);
    }

    @Test
    void aUrlAndHeadersThatAreTooLongHaveTheirOwnStatus() throws IOException {
        String end = " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

        assertThat(gateway.raw("GET /api/v1/price/?ticker=" + "A".repeat(70_000) + end))
                .startsWith("HTTP/1.1 414 ")
                .contains("urn:trakkit:problem:url-too-long");
        assertThat(gateway.raw(
                        "GET /api/v1/portfolio/ HTTP/1.1\r\nHost: a\r\nX-Long: " + "a".repeat(70_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ")
                .contains("urn:trakkit:problem:headers-too-large");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GARBAGE\r\n\r\n",
                "GET /api/v1/portfolio/ HTTP/1.1\r\n\r\n",
                "GET /api/v1/portfolio/ HTTP/1.1\r\nHost: a b\r\n\r\n",
                "GET http:///x HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n",
                "POST /api/v1/trade/ HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n"
            })
    void whatIsNotHttpIsAProblem(String request) throws IOException {
        assertThat(gateway.raw(request))
                .startsWith("HTTP/1.1 400 ")
                .contains("Content-Type: application/problem+json")
                .contains("urn:trakkit:problem:malformed")
                .doesNotContain("<html");
    }

    @Test
    void anHttpVersionThatDoesNotExistIsAProblem() throws IOException {
        assertThat(gateway.raw("GET / HTTP/3.7\r\nHost: a\r\n\r\n"))
                .contains(" 505 ")
                .contains("urn:trakkit:problem:http-version");
    }

    /** nginx refuses TRACE itself; what it says then must be what the contract says. */
    @Test
    void theMethodsThatTheGatewayNamesAreThoseOfTheContract() throws IOException {
        Map<String, Map<String, Object>> contract = contract();
        assertThat(contract).hasSizeGreaterThan(15);
        for (Map.Entry<String, Map<String, Object>> path : contract.entrySet()) {
            String concrete = path.getKey().replaceAll("\\{[a-z_]+}", "1");
            for (String form : List.of(concrete, concrete + "/", concrete + "/?x=1")) {
                String answer = gateway.raw("TRACE " + form + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

                assertThat(answer)
                        .as(form)
                        .startsWith("HTTP/1.1 405 ")
                        .contains("urn:trakkit:problem:method", "does not support the method TRACE");
                assertThat(allowed(answer)).as(form).containsExactlyInAnyOrderElementsOf(methods(contract, concrete));
            }
        }
    }

    @Test
    void anAppThatIsAwayIsUnavailable() throws IOException {
        try (Gateway alone = Gateway.before(URI.create("http://127.0.0.1:" + FreePorts.next()))) {
            for (String path : List.of("/api/v1/portfolio/", "/api/v1/price/?ticker=A", "/docs/")) {
                HttpAnswer answer = alone.http().get(path);

                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.header("Retry-After")).isEqualTo("2");
                assertThat(answer.json().get("type").asString()).isEqualTo("urn:trakkit:problem:unavailable");
            }
            assertThat(alone.operatorsHttp().get("/api/v1/ops/replay/").status())
                    .isEqualTo(503);
        }
    }

    /** An app that is away makes nginx write an error, too. */
    @Test
    void aCredentialInAUrlIsInNoLog() throws IOException {
        String key = ApiKey.generate(new SecureRandom()).reveal();
        String jwt = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2VjcmV0LXNlY3JldA";
        try (Gateway alone = Gateway.before(URI.create("http://127.0.0.1:" + FreePorts.next()))) {
            for (Gateway through : List.of(gateway, alone)) {
                for (String secret : List.of(key, jwt, key.replace("_", "%5F"))) {
                    for (String path : List.of("/api/v1/trade/?key=", "/api/v1/trade/", "/nothing/", "/%zz")) {
                        through.raw("GET " + path + secret + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
                    }
                    through.raw("POST /api/v1/trade/?key=" + secret + " HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n"
                            + "Connection: close\r\n\r\n{}\r\n");
                }
                through.http().get("/api/v1/trade/?page=1");

                patiently()
                        .untilAsserted(() -> assertThat(through.logs())
                                .contains(
                                        "\"GET (a URL with a credential)\"", "\"GET /api/v1/trade/?page=1 HTTP/1.1\""));
                // The part of the key after its id, and the signature.
                assertThat(through.logs()).doesNotContain(key.substring(21, 60), "c2VjcmV0LXNlY3JldA");
            }
        }
    }

    private static List<String> allowed(String answer) {
        return answer.lines()
                .filter(line -> line.startsWith("Allow: "))
                .flatMap(line -> List.of(line.substring("Allow: ".length()).split(", ")).stream())
                .toList();
    }

    /** Of all paths of the contract that match: a trade may have the ref_id "bulk". */
    private static Set<String> methods(Map<String, Map<String, Object>> contract, String concrete) {
        Set<String> methods = new TreeSet<>(Set.of("OPTIONS"));
        contract.forEach((path, operations) -> {
            if (concrete.matches(path.replaceAll("\\{[a-z_]+}", "[^/]+"))) {
                for (String method : List.of("get", "post", "put", "patch", "delete")) {
                    if (operations.containsKey(method)) {
                        methods.add(method.toUpperCase(Locale.ROOT));
                    }
                }
            }
        });
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return methods;
    }

    private static Map<String, Map<String, Object>> contract() throws IOException {
        Map<String, Map<String, Map<String, Object>>> document = new Yaml(new SafeConstructor(new LoaderOptions()))
                .load(Files.readString(Path.of("..", "docs", "openapi.yaml")));
        return new TreeMap<>(document.get("paths"));
    }
}
