package io.trakkit.cli.program;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one line what is wrong with the arguments: the option, the value, and what it must be. */
final class UsageError {

    private static final String EXCLUSIVE = " are mutually exclusive (specify only one)";

    private UsageError() {}

    static String describe(ParameterException failure) {
        String message = String.valueOf(failure.getMessage());
        return switch (failure) {
            case UnmatchedArgumentException unmatched -> unknown(unmatched);
            case MissingParameterException missing -> missing(missing.getMissing(), message);
            case OverwrittenOptionException twice ->
                twice.getOverwritten() == null ? message : name(twice.getOverwritten()) + " is given more than once";
            case MutuallyExclusiveArgsException _
            when message.endsWith(EXCLUSIVE) ->
                message.replaceFirst("^Error: ", "").replace(EXCLUSIVE, "") + ": give one of them, not both";
            default -> failure.getArgSpec() == null ? message : value(failure.getArgSpec(), failure, message);
        };
    }

    private static String unknown(UnmatchedArgumentException unmatched) {
        String argument = unmatched.getUnmatched().getFirst();
        if (argument.startsWith("-") && argument.length() > 1) {
            return "Unknown option '" + argument + "'";
        }
        boolean expectsCommand =
                !unmatched.getCommandLine().getCommandSpec().subcommands().isEmpty();
        return (expectsCommand ? "Unknown command '" : "Unexpected argument '") + argument + "'";
    }

    private static String missing(List<ArgSpec> missing, String message) {
        if (missing.isEmpty()) {
            return message;
        }
        ArgSpec first = missing.getFirst();
        if (first.group() != null) {
            return "Give one of " + missing.stream().map(UsageError::name).collect(Collectors.joining(", "));
        }
        if (message.startsWith("Missing required option")) {
            return name(first) + " is required";
        }
        return first.isOption() ? name(first) + " needs a value" : name(first) + " is missing";
    }

    private static String value(ArgSpec argument, ParameterException failure, String message) {
        String value = failure.getValue();
        if (value == null) {
            return message;
        }
        if (isFlag(argument)) {
            return name(argument) + " takes no value, but was given '" + value + "'";
        }
        if (value.isEmpty()) {
            return name(argument) + " needs a value";
        }
        String rule = rule(argument, failure.getCause());
        return rule == null ? message : name(argument) + " " + rule + ", not '" + value + "'";
    }

    private static boolean isFlag(ArgSpec argument) {
        return argument.type() == boolean.class;
    }

    private static @Nullable String rule(ArgSpec argument, @Nullable Throwable cause) {
        if (argument.type().isEnum()) {
            String all = Arrays.stream(argument.type().getEnumConstants())
                    .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "));
            return "must be " + all.replaceFirst(", ([^,]*)$", " or $1");
        }
        return cause instanceof TypeConversionException wrong ? wrong.getMessage() : null;
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }
}
