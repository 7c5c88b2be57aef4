package io.trakkit.worker.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program behind {@code ./trakkit dead-letters} and its like. */
@Command(
        name = "./trakkit",
        description = "Commands for operators of a running trakkit.",
        subcommands = {DeadLettersCommand.class, ReplayCommand.class})
public final class Operator implements Runnable {

    static final int DONE = 0;
    static final int FAILED = 1;
    static final int WRONG_USAGE = 2;

    @Mixin
    @SuppressWarnings("unused")
    private HelpOption help = new HelpOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, UTF_8);
        System.exit(run(out, err, arguments));
    }

    /**
     * Runs a command.
     *
     * @return the exit code
     */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return new CommandLine(new Operator())
                .setOut(out)
                .setErr(err)
                .setUsageHelpWidth(100)
                .setExecutionExceptionHandler((failure, command, _) -> {
                    command.getErr().println("trakkit: " + failure.getMessage());
                    return failure instanceof OpsException known ? known.exitCode() : FAILED;
                })
                .setParameterExceptionHandler((failure, _) -> {
                    CommandSpec command = failure.getCommandLine().getCommandSpec();
                    failure.getCommandLine().getErr().println("trakkit: " + failure.getMessage());
                    failure.getCommandLine()
                            .getErr()
                            .println("'" + command.qualifiedName() + " --help' shows how to use it");
                    return WRONG_USAGE;
                })
                .execute(arguments);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "give a command");
    }
}
