package io.trakkit.standalone.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** docs/operating/security.md: its settings, with the addresses and passwords of a site in place of its examples. */
final class SecurityPage {

    private final String text;

    private SecurityPage(String text) {
        this.text = text;
    }

    static SecurityPage read() throws IOException {
        return new SecurityPage(Files.readString(Path.of("../docs/operating/security.md")));
    }

    /** @param examples what the page has as an example, and its value here */
    SecurityPage with(Map<String, String> examples) {
        String replaced = text;
        for (Map.Entry<String, String> example : examples.entrySet()) {
            if (!replaced.contains(example.getKey())) {
                throw new IllegalStateException("The page has no " + example.getKey());
            }
            replaced = replaced.replace(example.getKey(), example.getValue());
        }
        return new SecurityPage(replaced);
    }

    /** The block of the page that is marked with these words. */
    String block(String words) {
        String begin = "```" + words + "\n";
        int from = text.indexOf(begin);
        if (from < 0) {
            throw new IllegalStateException("The page has no block " + words);
        }
        return text.substring(from + begin.length(), text.indexOf("```", from + begin.length()));
    }

    /** The environment variables for a server, by name. */
    Map<String, String> environment(String server) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String line : block("env " + server).lines().toList()) {
            int equals = line.indexOf('=');
            variables.put(line.substring(0, equals), line.substring(equals + 1));
        }
        return variables;
    }

    /** What the commands of the page allow. */
    List<AclBinding> acls() {
        List<AclBinding> bindings = new ArrayList<>();
        block("acl").lines().filter(line -> line.startsWith("$acl ")).forEach(line -> bindings.addAll(acls(line)));
        return bindings;
    }

    private static List<AclBinding> acls(String command) {
        String principal = "";
        List<AclOperation> operations = new ArrayList<>();
        List<ResourcePattern> resources = new ArrayList<>();
        PatternType type = PatternType.LITERAL;
        String[] words = command.split(" ", -1);
        for (int i = 1; i < words.length; i += 2) {
            String value = words[i + 1];
            switch (words[i]) {
                case "--allow-principal" -> principal = value;
                case "--operation" -> operations.add(AclOperation.fromString(value.toUpperCase(Locale.ROOT)));
                case "--topic" -> resources.add(resource(ResourceType.TOPIC, value));
                case "--group" -> resources.add(resource(ResourceType.GROUP, value));
                case "--transactional-id" -> resources.add(resource(ResourceType.TRANSACTIONAL_ID, value));
                case "--resource-pattern-type" -> type = PatternType.fromString(value.toUpperCase(Locale.ROOT));
                default -> throw new IllegalStateException("Not an option: " + words[i]);
            }
        }
        List<AclBinding> bindings = new ArrayList<>();
        for (ResourcePattern resource : resources) {
            for (AclOperation operation : operations) {
                bindings.add(new AclBinding(
                        new ResourcePattern(resource.resourceType(), resource.name(), type),
                        new AccessControlEntry(principal, "*", operation, AclPermissionType.ALLOW)));
            }
        }
        return bindings;
    }

    private static ResourcePattern resource(ResourceType type, String name) {
        return new ResourcePattern(type, name, PatternType.LITERAL);
    }
}
