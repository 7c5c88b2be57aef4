package io.trakkit.cli.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.TypeConversionException;

/** Runs a command and its subcommands: the shape of the help, the messages and the exit codes are the same for all. */
public final class Program {

    private static final int HELP_WIDTH = 80;
    private static final Pattern API_KEY = Pattern.compile("(trk_[0-9a-f]{1,16})_[0-9a-f]+");

    private final CommandLine command;

    private Program(CommandLine command) {
        this.command = command;
    }

    /** @param command annotated with {@link CommandLine.Command} */
    public static Program of(Object command) {
        return of(new CommandLine(command));
    }

    /** @param command with all its subcommands */
    public static Program of(CommandLine command) {
        command.setUsageHelpWidth(HELP_WIDTH)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(int.class, converter("must be a whole number", Integer::valueOf))
                .registerConverter(Integer.class, converter("must be a whole number", Integer::valueOf))
                .registerConverter(long.class, converter("must be a whole number", Long::valueOf))
                .registerConverter(Long.class, converter("must be a whole number", Long::valueOf))
                .registerConverter(double.class, converter("must be a number", Double::valueOf))
                .registerConverter(Path.class, converter("must be a path", Program::path));
        shape(command);
        return new Program(command);
    }

    private static <T> ITypeConverter<T> converter(String rule, Function<String, T> parser) {
        return text -> {
            try {
                return parser.apply(text);
            } catch (IllegalArgumentException _) {
                throw new TypeConversionException(rule);
            }
        };
    }

    /** @throws InvalidPathException if the text is empty or not a path of the file system */
    private static Path path(String text) {
        if (text.isEmpty()) {
            throw new InvalidPathException(text, "empty");
        }
        return Path.of(text);
    }

    /** The same headings for all commands. A subcommand without exit codes has those of its parent. */
    private static void shape(CommandLine command) {
        UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        usage.sortOptions(false)
                .synopsisSubcommandLabel("COMMAND")
                .descriptionHeading("%n")
                .parameterListHeading("%nParameters:%n")
                .optionListHeading("%nOptions:%n")
                .commandListHeading("%nCommands:%n")
                .exitCodeListHeading("%nExit codes:%n");
        command.getSubcommands().values().forEach(subcommand -> {
            UsageMessageSpec ofSubcommand = subcommand.getCommandSpec().usageMessage();
            if (ofSubcommand.exitCodeList().isEmpty()) {
                ofSubcommand.exitCodeList(usage.exitCodeList());
            }
            shape(subcommand);
        });
    }

    /** Runs the program and ends the process with its exit code. */
    public void exit(String... arguments) {
        PrintWriter out = new PrintWriter(System.out, true, UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, UTF_8);
        System.exit(run(out, err, arguments));
    }

    /**
     * Runs the program.
     *
     * @return the exit code
     */
    public int run(PrintWriter out, PrintWriter err, String... arguments) {
        boolean json = List.of(arguments).contains("--json");
        return command.setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((failure, failed, _) -> {
                    int exitCode = failure instanceof CommandException known ? known.exitCode() : ExitCode.FAILED;
                    report(failed, message(failure), exitCode, json);
                    return exitCode;
                })
                .setParameterExceptionHandler((failure, _) -> {
                    report(failure.getCommandLine(), UsageError.describe(failure), ExitCode.WRONG_USAGE, json);
                    return ExitCode.WRONG_USAGE;
                })
                .execute(arguments);
    }

    private static String message(Exception failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    /** A message can quote an argument, and an argument can be a key, by mistake. */
    private static String withoutSecrets(String message) {
        return API_KEY.matcher(message).replaceAll("$1_…");
    }

    private static void report(CommandLine command, String message, int exitCode, boolean json) {
        command.getErr().println("trakkit: " + withoutSecrets(message));
        if (exitCode == ExitCode.WRONG_USAGE) {
            command.getErr().println("'" + command.getCommandSpec().qualifiedName() + " --help' shows the usage");
        }
        if (json && command.getCommandSpec().userObject() instanceof JsonErrors errors) {
            command.getOut().println(errors.error(withoutSecrets(message)));
        }
    }
}
