package io.trakkit.cli.admin;

import io.trakkit.cli.http.OpsClient;
import io.trakkit.cli.http.OpsOptions;
import io.trakkit.cli.program.CommandException;
import io.trakkit.cli.program.ExitCode;
import io.trakkit.cli.program.HelpOption;
import io.trakkit.domain.access.ApiKeyId;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.wire.json.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code keys}: creates, lists and revokes API keys. */
@Command(
        name = "keys",
        description = {
            "API keys: create, list or revoke them.",
            "",
            "It needs a key of the platform with the scope admin; './trakkit up --auth' creates the first one."
        },
        exitCodeList = {"0:done", "1:failed or refused", "2:wrong usage"},
        subcommands = {KeysCommand.Creation.class, KeysCommand.Lister.class, KeysCommand.Revocation.class})
public final class KeysCommand implements Runnable {

    private static final String PATH = "admin/keys/";
    private static final List<String> HEADER =
            List.of("ID", "SCOPES", "USER", "LABEL", "STATE", "CREATED AT", "LAST USED AT");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    @SuppressWarnings("unused")
    private HelpOption help = new HelpOption();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Give a command: create, list or revoke");
    }

    /** {@code keys create}. */
    @Command(
            name = "create",
            description = {
                "Create a key and print it, this once: trakkit keeps only its hash.",
                "",
                "Nothing else goes to standard output, so that KEY=$$(./trakkit keys create …) works. To keep it in a file:"
                        + " (umask 077; ./trakkit keys create … > FILE)."
            })
    static final class Creation implements Callable<Integer> {

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private OpsOptions options = new OpsOptions();

        @Option(
                names = "--scope",
                paramLabel = "SCOPE",
                required = true,
                split = ",",
                description = "read, write, prices or ops; without --client read, prices, ops or admin. Several with"
                        + " commas, or repeated")
        private List<String> scopes = new ArrayList<>();

        @Option(
                names = "--client",
                paramLabel = "ID",
                description = "the client whose key it is (default: a key of the platform)")
        private @Nullable String client;

        @Option(
                names = "--user",
                paramLabel = "U",
                description = "the only user of the client for whom it acts; not with the scope ops")
        private @Nullable String user;

        @Option(names = "--label", paramLabel = "TEXT", description = "what it is for")
        private @Nullable String label;

        @Option(
                names = "--expires",
                paramLabel = "TIME",
                description = "when it ends, such as 2027-11-01T00:00:00Z (default: never)")
        private @Nullable String expires;

        @Override
        public Integer call() {
            ObjectNode body = Json.strict().createObjectNode();
            scopes.forEach(body.putArray("scopes")::add);
            put(body, "client", client);
            put(body, "user_id", user);
            put(body, "label", label);
            put(body, "expires_at", expires);
            try (OpsClient admin = options.connect()) {
                JsonNode created = admin.post(PATH, body);
                PrintWriter out = spec.commandLine().getOut();
                if (options.json()) {
                    out.println(created);
                } else {
                    out.println(created.path("key").asString(""));
                    spec.commandLine()
                            .getErr()
                            .println("Key %s of %s is created. It is shown this once only."
                                    .formatted(Listing.text(created, "id"), owner(created)));
                }
            }
            return ExitCode.DONE;
        }

        private static String owner(JsonNode key) {
            String client = Listing.text(key, "client");
            return client.isEmpty() ? "the platform" : "client " + client;
        }

        private static void put(ObjectNode body, String name, @Nullable String value) {
            if (value != null) {
                body.put(name, value);
            }
        }
    }

    /** {@code keys list}. */
    @Command(name = "list", description = "List the keys of a client, or of the platform, without their secrets.")
    static final class Lister implements Callable<Integer> {

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private OpsOptions options = new OpsOptions();

        @Option(
                names = "--client",
                paramLabel = "ID",
                description = "the client whose keys to list (default: the keys of the platform)")
        private @Nullable String client;

        @Override
        public Integer call() {
            try (OpsClient admin = options.connect()) {
                JsonNode answer = admin.get(PATH, client == null ? Map.of() : Map.of("client", client));
                new Listing(answer.path("results").valueStream().toList(), false)
                        .print(
                                spec.commandLine().getOut(),
                                options.json(),
                                HEADER,
                                key -> List.of(
                                        Listing.text(key, "id"),
                                        Listing.joined(key, "scopes"),
                                        Listing.text(key, "user_id"),
                                        Listing.text(key, "label"),
                                        state(key),
                                        Listing.time(key, "created_at"),
                                        Listing.time(key, "last_used_at")),
                                "No keys found.");
            }
            return ExitCode.DONE;
        }

        private static String state(JsonNode key) {
            if (key.hasNonNull("revoked_at")) {
                return "revoked " + Listing.time(key, "revoked_at");
            }
            return key.hasNonNull("expires_at") ? "until " + Listing.time(key, "expires_at") : "live";
        }
    }

    /** {@code keys revoke}. */
    @Command(name = "revoke", description = "Revoke a key. Every app refuses it within 2 s.")
    static final class Revocation implements Callable<Integer> {

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private OpsOptions options = new OpsOptions();

        @Parameters(paramLabel = "ID", description = "as listed: 16 of 0-9 a-f, not the key itself")
        private String id = "";

        @Option(
                names = "--last",
                description = "even if it is the last key with the scope admin: then only a worker can create another")
        private boolean last;

        @Override
        public Integer call() {
            ObjectNode body = Json.strict().createObjectNode();
            if (last) {
                body.put("last", true);
            }
            try (OpsClient admin = options.connect()) {
                JsonNode revoked = admin.post(PATH + checkedId() + "/revoke/", body);
                spec.commandLine()
                        .getOut()
                        .println(
                                options.json()
                                        ? revoked.toString()
                                        : "Key " + Listing.text(revoked, "id")
                                                + " is revoked; every app refuses it within 2 s.");
            }
            return ExitCode.DONE;
        }

        private ApiKeyId checkedId() {
            try {
                return new ApiKeyId(id);
            } catch (InvalidValueException e) {
                throw CommandException.wrongUsage("ID " + e.getMessage());
            }
        }
    }
}
