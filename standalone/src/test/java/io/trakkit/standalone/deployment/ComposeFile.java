package io.trakkit.standalone.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** {@code docker-compose.yml} as a tree, its merges resolved and its variables not. */
record ComposeFile(Map<String, Map<String, Object>> services) {

    static ComposeFile read() {
        Map<String, Map<String, Map<String, Object>>> file =
                new Yaml(new SafeConstructor(new LoaderOptions())).load(text("docker-compose.yml"));
        return new ComposeFile(Objects.requireNonNull(file.get("services")));
    }

    /** A file of the checkout, by its path in it. */
    static String text(String path) {
        try {
            return Files.readString(Path.of("..").resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Map<String, Object> service(String name) {
        return Objects.requireNonNull(services.get(name), () -> "no service " + name);
    }

    String image(String service) {
        return Objects.requireNonNull(service(service).get("image")).toString();
    }

    Map<String, Object> environment(String service) {
        return map(service(service).get("environment"));
    }

    /** The stage of the Dockerfile that a service is built from. */
    String target(String service) {
        return Objects.requireNonNull(map(service(service).get("build")).get("target"))
                .toString();
    }

    @SuppressWarnings("unchecked") // A mapping of a YAML file whose keys are text.
    private static Map<String, Object> map(@Nullable Object node) {
        return node == null ? Map.of() : (Map<String, Object>) node;
    }
}
