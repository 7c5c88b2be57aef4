package io.trakkit.cli.replay;

import io.trakkit.cli.http.OpsClient;
import io.trakkit.cli.http.OpsOptions;
import io.trakkit.cli.program.ExitCode;
import io.trakkit.cli.program.HelpOption;
import io.trakkit.wire.json.Json;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code replay}: verifies the numbers against the log, and rebuilds them. */
@Command(
        name = "replay",
        description = "Read the log again: verify that the numbers follow from it, and rebuild them.",
        exitCodeList = {"0:done, no drift", "1:could not tell, or failed", "2:wrong usage", "3:drift"},
        subcommands = {
            ReplayCommand.Plan.class,
            ReplayCommand.Verify.class,
            ReplayCommand.Journal.class,
            ReplayCommand.Rebuild.class,
            ReplayCommand.Rollback.class,
            ReplayCommand.Discard.class,
            ReplayCommand.Rewind.class,
            ReplayCommand.Adopt.class,
            ReplayCommand.Status.class,
            ReplayCommand.Cancel.class
        })
public final class ReplayCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    @SuppressWarnings("unused")
    private HelpOption help = new HelpOption();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Give a command: plan, verify, journal, rebuild, rollback, discard, rewind, adopt, status or cancel");
    }

    /** A command that starts a replay. */
    abstract static class Replaying implements Callable<Integer> {

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private OpsOptions options = new OpsOptions();

        @Option(names = "--dry-run", description = "only show what would be read and changed")
        private boolean dryRun;

        @Option(
                names = "--by",
                paramLabel = "NAME",
                description = "who requests it (default: the user's name, ${DEFAULT-VALUE})",
                defaultValue = "${sys:user.name}")
        private String by = "";

        /** Adds the fields of this command to the request. */
        void describe(ObjectNode body) {}

        @Override
        public Integer call() {
            ObjectNode body = Json.strict().createObjectNode();
            body.put("command", spec.name());
            body.put("requested_by", by);
            if (dryRun) {
                body.put("dry_run", true);
            }
            describe(body);
            try (OpsClient client = options.connect()) {
                return new ReplayFollower(client, spec.commandLine(), options.json())
                        .follow(client.post(ReplayFollower.PATH, body));
            }
        }
    }

    /** The keys to replay. */
    static final class KeyOptions {

        @Option(names = "--portfolio", paramLabel = "N", description = "only this portfolio")
        private @Nullable Long portfolio;

        @Option(names = "--ticker", paramLabel = "T", description = "only this ticker")
        private @Nullable String ticker;

        void describe(ObjectNode body) {
            if (portfolio != null) {
                body.put("portfolio_id", portfolio);
            }
            if (ticker != null) {
                body.put("ticker", ticker);
            }
        }
    }

    /** A replay of some keys, or of all. */
    abstract static class OfKeys extends Replaying {

        @Mixin
        private KeyOptions keys = new KeyOptions();

        @Override
        void describe(ObjectNode body) {
            keys.describe(body);
        }
    }

    /** A replay of some keys, or of all keys of a client. */
    abstract static class OfClient extends OfKeys {

        @Option(names = "--client", paramLabel = "CLIENT", description = "only this client")
        private @Nullable String client;

        @Override
        void describe(ObjectNode body) {
            super.describe(body);
            if (client != null) {
                body.put("client_id", client);
            }
        }
    }

    /** A comparison of some keys, or of those with records since a time. */
    abstract static class OfKeysSince extends OfClient {

        @Option(
                names = "--from-time",
                paramLabel = "TIME",
                description = "only keys with records since this time, such as 2026-11-01T09:00:00Z")
        private @Nullable String fromTime;

        @Override
        void describe(ObjectNode body) {
            super.describe(body);
            if (fromTime != null) {
                body.put("from_time", fromTime);
            }
        }
    }

    /** {@code replay plan}. */
    @Command(name = "plan", description = "Say what a replay would read and touch, and how long it would take.")
    static final class Plan extends OfKeysSince {}

    /** {@code replay verify}. */
    @Command(
            name = "verify",
            description = "Build the read model again from the log, beside the live one, and compare every row.")
    static final class Verify extends OfKeysSince {}

    /** {@code replay journal}. */
    @Command(
            name = "journal",
            description =
                    "Like verify, but from the journal in PostgreSQL, when the log no longer has its first records.")
    static final class Journal extends OfClient {}

    /** {@code replay rebuild}. */
    @Command(
            name = "rebuild",
            description = {
                "Build the read model again from the log and make it live; the former one is kept.",
                "With --portfolio or --ticker: only those keys, in place."
            })
    static final class Rebuild extends OfClient {}

    /** {@code replay rollback}. */
    @Command(name = "rollback", description = "Make the former read model live again, caught up with the log.")
    static final class Rollback extends Replaying {}

    /** {@code replay discard}. */
    @Command(name = "discard", description = "Delete the former read model, or an unfinished one.")
    static final class Discard extends Replaying {}

    /** {@code replay rewind}. */
    @Command(
            name = "rewind",
            description =
                    "Let the workers read a part of the log again. This is safe: each record is recognised as a repeat.")
    static final class Rewind extends Replaying {

        @ArgGroup(multiplicity = "1")
        private Target target = new Target();

        @Option(names = "--partition", paramLabel = "P", description = "only this partition")
        private @Nullable Integer partition;

        /** Where the workers start to read. */
        static final class Target {

            @Option(
                    names = "--to-time",
                    paramLabel = "TIME",
                    description = "to the first record logged at this time or later")
            private @Nullable String toTime;

            @Option(names = "--to-offset", paramLabel = "N", description = "to this offset")
            private @Nullable Long toOffset;

            @Option(names = "--to-beginning", description = "to the first record")
            private boolean toBeginning;
        }

        @Override
        void describe(ObjectNode body) {
            if (target.toTime != null) {
                body.put("to_time", target.toTime);
            }
            if (target.toOffset != null) {
                body.put("to_offset", target.toOffset);
            }
            if (target.toBeginning) {
                body.put("to_beginning", true);
            }
            if (partition != null) {
                body.put("partition", partition);
            }
        }
    }

    /** {@code replay adopt}. */
    @Command(name = "adopt", description = "Continue on a topic that was copied, record by record, to another cluster.")
    static final class Adopt extends Replaying {}

    /** {@code replay status}. */
    @Command(name = "status", description = "Show the read models and the latest replays, or follow one of them.")
    static final class Status implements Callable<Integer> {

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private OpsOptions options = new OpsOptions();

        @Parameters(paramLabel = "ID", arity = "0..1", description = "the replay to follow")
        private @Nullable Long id;

        @Override
        public Integer call() {
            try (OpsClient client = options.connect()) {
                ReplayFollower follower = new ReplayFollower(client, spec.commandLine(), options.json());
                return id == null
                        ? follower.list(client.get(ReplayFollower.PATH, Map.of()))
                        : follower.follow(client.get(ReplayFollower.PATH + id + "/", Map.of()));
            }
        }
    }

    /** {@code replay cancel}. */
    @Command(
            name = "cancel",
            description =
                    "Cancel a replay. Run 'rebuild' again to continue a cancelled rebuild, or 'discard' to delete it.")
    static final class Cancel implements Callable<Integer> {

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private OpsOptions options = new OpsOptions();

        @Parameters(paramLabel = "ID", description = "the replay")
        private long id;

        @Override
        public Integer call() {
            try (OpsClient client = options.connect()) {
                var answer = client.post(
                        ReplayFollower.PATH + id + "/cancel/", Json.strict().createObjectNode());
                spec.commandLine()
                        .getOut()
                        .println(options.json() ? answer.toString() : "Replay " + id + " will be cancelled.");
                return ExitCode.DONE;
            }
        }
    }
}
