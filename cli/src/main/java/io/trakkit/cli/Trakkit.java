package io.trakkit.cli;

import io.trakkit.cli.admin.AuditCommand;
import io.trakkit.cli.admin.ClientsCommand;
import io.trakkit.cli.admin.KeysCommand;
import io.trakkit.cli.deadletters.DeadLettersCommand;
import io.trakkit.cli.imports.ImportCommand;
import io.trakkit.cli.program.HelpOption;
import io.trakkit.cli.program.Program;
import io.trakkit.cli.replay.ReplayCommand;
import io.trakkit.cli.status.StatusCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The program {@code trakkit}. Its own commands are clients of a running trakkit; the image of the worker has them too.
 * The module standalone adds {@code up} and {@code demo}.
 */
@Command(
        name = "./trakkit",
        description = "Trades in over HTTP, summaries and returns out.",
        exitCodeList = {
            "0:done",
            "1:failed",
            "2:wrong usage",
            "3:drift (of 'replay'), trades that do not count (of 'import'), or something that is not OK (of 'status')",
            "69:no JDK 25 found",
            "130:stopped by Ctrl-C"
        })
public final class Trakkit implements Runnable {

    @Mixin
    @SuppressWarnings("unused")
    private HelpOption help = new HelpOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Trakkit() {}

    public static void main(String[] arguments) {
        program().exit(arguments);
    }

    /** @param more further commands, which the help lists first */
    public static Program program(Object... more) {
        CommandLine trakkit = new CommandLine(new Trakkit());
        for (Object command : more) {
            trakkit.addSubcommand(command);
        }
        trakkit.addSubcommand(new ImportCommand())
                .addSubcommand(new StatusCommand())
                .addSubcommand(new ReplayCommand())
                .addSubcommand(new DeadLettersCommand())
                .addSubcommand(new ClientsCommand())
                .addSubcommand(new KeysCommand())
                .addSubcommand(new AuditCommand());
        return Program.of(trakkit);
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Give a command: " + String.join(", ", spec.subcommands().keySet()));
    }
}
