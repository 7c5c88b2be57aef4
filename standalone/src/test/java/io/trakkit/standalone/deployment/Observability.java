package io.trakkit.standalone.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The alerts and dashboards of {@code deploy/observability}. */
public final class Observability {

    public static final Path FOLDER =
            Path.of("..", "deploy", "observability").toAbsolutePath().normalize();

    /** What is no metric in an expression: the operators that are words, and the functions. */
    private static final Set<String> WORDS_OF_PROMQL = Set.of(
            "absent",
            "and",
            "by",
            "count",
            "histogram_quantile",
            "increase",
            "max",
            "min",
            "offset",
            "or",
            "rate",
            "sum",
            "unless",
            "vector");

    private static final Pattern NOT_A_METRIC = Pattern.compile(
            "\\{[^}]*}|\\[[^]]*]|\\b(?:by|on|without) *\\([^)]*\\)|\"[^\"]*\"|\\boffset +[0-9]+[a-z]+|\\b[0-9.]+\\b");
    private static final Pattern COUNTER =
            Pattern.compile("\\b[a-z_]+_(?:total|count|sum|bucket)\\b(?:\\{[^}]*})?+(?!\\[)");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

    private Observability() {}

    /**
     * An alert rule.
     *
     * @param lasts for how long its expression must be true; empty: once is enough
     */
    public record Alert(
            String name, String expression, String lasts, String severity, String summary, String runbook) {}

    /** An expression of a dashboard, with the panel that shows it. */
    public record Shown(String dashboard, String panel, String expression) {}

    public static List<Alert> alerts() {
        Map<String, List<Map<String, List<Map<String, Object>>>>> file = yaml("alerts.yml");
        return Objects.requireNonNull(file.get("groups")).stream()
                .flatMap(group -> Objects.requireNonNull(group.get("rules")).stream())
                .map(Observability::alert)
                .toList();
    }

    @SuppressWarnings("unchecked") // Labels and annotations are mappings of text to text.
    private static Alert alert(Map<String, Object> rule) {
        Map<String, String> labels = (Map<String, String>) Objects.requireNonNull(rule.get("labels"));
        Map<String, String> annotations = (Map<String, String>) Objects.requireNonNull(rule.get("annotations"));
        return new Alert(
                String.valueOf(rule.get("alert")),
                String.valueOf(rule.get("expr")),
                String.valueOf(rule.getOrDefault("for", "")),
                labels.getOrDefault("severity", ""),
                annotations.getOrDefault("summary", ""),
                annotations.getOrDefault("runbook_url", ""));
    }

    /** The names of the alerts that a case of {@code alerts.test.yml} raises, or those of which one says that they are silent. */
    public static Set<String> inTests(boolean raised) {
        Map<String, Object> file = yaml("alerts.test.yml");
        JsonNode tests = JsonMapper.shared().valueToTree(Objects.requireNonNull(file.get("tests")));
        return stream(tests)
                .flatMap(test -> stream(test.path("alert_rule_test")))
                .filter(check -> check.path("exp_alerts").isEmpty() != raised)
                .map(check -> check.required("alertname").asString())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    public static List<Path> dashboards() {
        try (Stream<Path> files = Files.list(FOLDER.resolve("grafana/dashboards"))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static JsonNode read(Path dashboard) {
        return JsonMapper.shared().readTree(dashboard);
    }

    public static List<Shown> shown() {
        List<Shown> shown = new ArrayList<>();
        for (Path dashboard : dashboards()) {
            for (JsonNode panel : read(dashboard).required("panels")) {
                for (JsonNode target : panel.required("targets")) {
                    shown.add(new Shown(
                            dashboard.getFileName().toString(),
                            panel.required("title").asString(),
                            target.required("expr").asString()));
                }
            }
        }
        return shown;
    }

    /** The counters of an expression that stand there as they are, not as what they grow by in a time. */
    public static List<String> bareCounters(String expression) {
        return COUNTER.matcher(expression)
                .results()
                .map(counter -> counter.group())
                .toList();
    }

    /** The metrics that an expression names. */
    public static Set<String> metricsOf(String expression) {
        return NAME.matcher(NOT_A_METRIC.matcher(expression).replaceAll(" "))
                .results()
                .map(name -> name.group())
                .filter(name -> !WORDS_OF_PROMQL.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return array.values().stream();
    }

    private static <T> Map<String, T> yaml(String name) {
        try {
            return new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(FOLDER.resolve(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
