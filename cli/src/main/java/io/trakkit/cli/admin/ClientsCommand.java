package io.trakkit.cli.admin;

import io.trakkit.cli.http.OpsClient;
import io.trakkit.cli.http.OpsOptions;
import io.trakkit.cli.program.CommandException;
import io.trakkit.cli.program.ExitCode;
import io.trakkit.cli.program.HelpOption;
import io.trakkit.domain.portfolio.ClientId;
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

/** {@code clients}: creates, shows, changes, suspends and limits the clients of the platform. */
@Command(
        name = "clients",
        description = {
            "The clients of the platform: create, show, change, suspend or limit them.",
            "",
            "It needs a key of the platform with the scope admin; './trakkit up --auth' creates the first one."
        },
        exitCodeList = {"0:done", "1:failed or refused", "2:wrong usage"},
        subcommands = {
            ClientsCommand.Creation.class,
            ClientsCommand.Lister.class,
            ClientsCommand.Shower.class,
            ClientsCommand.Update.class,
            ClientsCommand.Suspension.class,
            ClientsCommand.Resumption.class,
            ClientsCommand.Limiting.class
        })
public final class ClientsCommand implements Runnable {

    private static final String PATH = "admin/clients/";
    private static final List<String> HEADER = List.of("ID", "NAME", "CURRENCY", "STATE", "CREATED AT");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    @SuppressWarnings("unused")
    private HelpOption help = new HelpOption();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Give a command: create, list, show, update, suspend, resume or limits");
    }

    private static String state(JsonNode client) {
        return client.path("suspended").asBoolean(false) ? "suspended" : "active";
    }

    /** {@code clients create}. */
    @Command(name = "create", description = "Create a client. Limits that are not given are those of any new client.")
    static final class Creation implements Callable<Integer> {

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private OpsOptions options = new OpsOptions();

        @Parameters(paramLabel = "ID", description = "1 to 64 of a-z 0-9 _ -; it never changes")
        private String id = "";

        @Option(names = "--name", paramLabel = "NAME", required = true, description = "for people")
        private String name = "";

        @Option(
                names = "--currency",
                paramLabel = "CODE",
                description = "of portfolios that name none, such as EUR (default: USD)")
        private @Nullable String currency;

        @Option(
                names = "--origin",
                paramLabel = "ORIGIN",
                description = "an origin whose pages may call from a browser, such as https://app.example.com;"
                        + " may be repeated")
        private List<String> origins = new ArrayList<>();

        @Mixin
        private LimitOptions limits = new LimitOptions();

        @Override
        public Integer call() {
            ObjectNode body = Json.strict().createObjectNode().put("id", id).put("name", name);
            if (currency != null) {
                body.put("currency", currency);
            }
            if (!origins.isEmpty()) {
                origins.forEach(body.putArray("origins")::add);
            }
            var _ = limits.addTo(body);
            PrintWriter out = spec.commandLine().getOut();
            try (OpsClient client = options.connect()) {
                JsonNode created = client.post(PATH, body);
                if (options.json()) {
                    out.println(created);
                } else {
                    out.println(
                            "Client %s is created. './trakkit keys create --client %s --scope read,write' makes a key for it."
                                    .formatted(Listing.text(created, "id"), Listing.text(created, "id")));
                }
            }
            return ExitCode.DONE;
        }
    }

    /** {@code clients list}. */
    @Command(name = "list", description = "List clients in the order of their ids.")
    static final class Lister implements Callable<Integer> {

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private OpsOptions options = new OpsOptions();

        @Mixin
        private ListLimit limit = new ListLimit();

        @Override
        public Integer call() {
            try (OpsClient client = options.connect()) {
                Listing.fetch(client, PATH, Map.of(), "after", limit.value())
                        .print(
                                spec.commandLine().getOut(),
                                options.json(),
                                HEADER,
                                found -> List.of(
                                        Listing.text(found, "id"),
                                        Listing.text(found, "name"),
                                        Listing.text(found, "currency"),
                                        state(found),
                                        Listing.time(found, "created_at")),
                                "No clients found.");
            }
            return ExitCode.DONE;
        }
    }

    /** A command about one client. */
    abstract static class OfOne implements Callable<Integer> {

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private OpsOptions options = new OpsOptions();

        @Parameters(paramLabel = "ID", description = "the client")
        private String id = "";

        /** Sends the request. */
        abstract JsonNode send(OpsClient client, String path);

        /** Prints the client as it is now. */
        abstract void print(PrintWriter out, JsonNode client);

        @Override
        public Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            try (OpsClient client = options.connect()) {
                JsonNode answer = send(client, PATH + checkedId() + '/');
                if (options.json()) {
                    out.println(answer);
                } else {
                    print(out, answer);
                }
            }
            return ExitCode.DONE;
        }

        private ClientId checkedId() {
            try {
                return new ClientId(id);
            } catch (InvalidValueException e) {
                throw CommandException.wrongUsage("ID " + e.getMessage());
            }
        }
    }

    /** {@code clients show}. */
    @Command(name = "show", description = "Show one client with its limits.")
    static final class Shower extends OfOne {

        @Override
        JsonNode send(OpsClient client, String path) {
            return client.get(path, Map.of());
        }

        @Override
        void print(PrintWriter out, JsonNode client) {
            printAll(out, client);
        }
    }

    /** {@code clients update}. */
    @Command(
            name = "update",
            description = {
                "Change the name or the origins of a client, and show it.",
                "",
                "What is not given stays. The origins that are given replace all others; --no-origins removes them."
            })
    static final class Update extends OfOne {

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Option(names = "--name", paramLabel = "NAME", description = "for people")
        private @Nullable String name;

        @Option(
                names = "--origin",
                paramLabel = "ORIGIN",
                description = "an origin whose pages may call from a browser, such as https://app.example.com;"
                        + " may be repeated")
        private List<String> origins = new ArrayList<>();

        @Option(names = "--no-origins", description = "no page of another origin may call")
        private boolean noOrigins;

        @Override
        JsonNode send(OpsClient client, String path) {
            ObjectNode body = Json.strict().createObjectNode();
            if (name != null) {
                body.put("name", name);
            }
            if (noOrigins || !origins.isEmpty()) {
                origins.forEach(body.putArray("origins")::add);
            }
            if (body.isEmpty() || (noOrigins && !origins.isEmpty())) {
                throw new ParameterException(
                        spec.commandLine(),
                        body.isEmpty()
                                ? "Give --name, --origin or --no-origins"
                                : "Give --origin or --no-origins, not both");
            }
            return client.patch(path, body);
        }

        @Override
        void print(PrintWriter out, JsonNode client) {
            printAll(out, client);
        }
    }

    private static void printAll(PrintWriter out, JsonNode client) {
        line(out, "client", Listing.text(client, "id"));
        line(out, "name", Listing.text(client, "name"));
        line(out, "currency", Listing.text(client, "currency"));
        line(out, "state", state(client));
        line(out, "origins", Listing.joined(client, "origins"));
        line(out, "created at", Listing.text(client, "created_at"));
        line(out, "updated at", Listing.text(client, "updated_at"));
        printLimits(out, client);
    }

    private static void line(PrintWriter out, String name, String value) {
        if (!value.isEmpty()) {
            out.println("%-24s %s".formatted(name, value));
        }
    }

    private static void printLimits(PrintWriter out, JsonNode client) {
        client.path("limits")
                .properties()
                .forEach(limit -> line(
                        out,
                        limit.getKey().replace('_', ' '),
                        "%,d".formatted(limit.getValue().asLong())));
    }

    /** {@code clients suspend}. */
    @Command(
            name = "suspend",
            description = "Refuse all requests of a client from now on. Its data stays, and so do its keys.")
    static final class Suspension extends OfOne {

        @Override
        JsonNode send(OpsClient client, String path) {
            return client.patch(path, Json.strict().createObjectNode().put("suspended", true));
        }

        @Override
        void print(PrintWriter out, JsonNode client) {
            out.println("Client " + Listing.text(client, "id") + " is suspended; every app knows within 2 s.");
        }
    }

    /** {@code clients resume}. */
    @Command(name = "resume", description = "Accept the requests of a suspended client again.")
    static final class Resumption extends OfOne {

        @Override
        JsonNode send(OpsClient client, String path) {
            return client.patch(path, Json.strict().createObjectNode().put("suspended", false));
        }

        @Override
        void print(PrintWriter out, JsonNode client) {
            out.println("Client " + Listing.text(client, "id") + " is active; every app knows within 2 s.");
        }
    }

    /** {@code clients limits}. */
    @Command(
            name = "limits",
            description = "Change limits of a client, and show all of them; without options, only show them.")
    static final class Limiting extends OfOne {

        @Mixin
        private LimitOptions limits = new LimitOptions();

        @Override
        JsonNode send(OpsClient client, String path) {
            ObjectNode body = Json.strict().createObjectNode();
            return limits.addTo(body) ? client.patch(path, body) : client.get(path, Map.of());
        }

        @Override
        void print(PrintWriter out, JsonNode client) {
            printLimits(out, client);
        }
    }
}
