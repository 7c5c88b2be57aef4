package io.trakkit.standalone;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What the arguments of the program ask for. */
sealed interface CommandLine {

    /** The two things it can do. */
    enum Command {
        UP,
        DEMO;

        static final String NAMES = "up or demo";
    }

    /**
     * Start.
     *
     * @param port where to serve HTTP; 0 for any that is free
     * @param stay whether to go on serving when the command has shown what it shows
     */
    record Run(Command command, int port, Path data, boolean fresh, boolean stay) implements CommandLine {}

    /** Only say what there is. */
    record Help(String text) implements CommandLine {}

    /** The arguments make no sense; the reason is one line for the person who wrote them. */
    record Wrong(String reason) implements CommandLine {}

    /**
     * Reads the arguments.
     *
     * @param data the data folder where none is named
     * @param terminal whether a person sits in front of it
     */
    static CommandLine parse(List<String> arguments, Path data, boolean terminal) {
        Deque<String> rest = new ArrayDeque<>(arguments);
        String first = rest.isEmpty() ? "" : rest.remove();
        return switch (first) {
            case "up" -> new Options(Command.UP, data, true).read(rest);
            case "demo" -> new Options(Command.DEMO, data, terminal).read(rest);
            case "help", "-h", "--help" -> new Help(HelpTexts.ALL);
            case "" -> new Wrong("give a command: " + Command.NAMES);
            default -> new Wrong("unknown command '" + first + "'; use " + Command.NAMES);
        };
    }

    /** The options as far as they have been read. */
    final class Options {

        private static final int DEFAULT_PORT = 8080;
        private static final int HIGHEST_PORT = 65_535;

        private final Command command;
        private int port = DEFAULT_PORT;
        private Path data;
        private boolean fresh;
        private boolean stay;

        private Options(Command command, Path data, boolean stay) {
            this.command = command;
            this.data = data;
            this.stay = stay;
        }

        private CommandLine read(Deque<String> rest) {
            try {
                while (!rest.isEmpty()) {
                    String option = rest.remove();
                    if (option.equals("-h") || option.equals("--help")) {
                        return new Help(HelpTexts.of(command));
                    }
                    readOption(option, rest);
                }
            } catch (IllegalArgumentException e) {
                return new Wrong(String.valueOf(e.getMessage()));
            }
            return new Run(command, port, data, fresh, stay);
        }

        private void readOption(String option, Deque<String> rest) {
            int equals = option.indexOf('=');
            if (option.startsWith("--") && equals > 0) {
                rest.addFirst(option.substring(equals + 1));
                readValued(option.substring(0, equals), rest);
                return;
            }
            switch (option) {
                case "--fresh" -> fresh = true;
                case "--exit" -> staysAfterDemo(option, false);
                case "--stay" -> staysAfterDemo(option, true);
                default -> readValued(option, rest);
            }
        }

        private void staysAfterDemo(String option, boolean stays) {
            if (command != Command.DEMO) {
                throw unknown(option);
            }
            stay = stays;
        }

        private void readValued(String option, Deque<String> rest) {
            switch (option) {
                case "--port" -> port = port(value(option, rest));
                case "--data" -> data = folder(value(option, rest));
                default -> throw unknown(option);
            }
        }

        private static String value(String option, Deque<String> rest) {
            if (rest.isEmpty() || rest.getFirst().isEmpty()) {
                throw new IllegalArgumentException(option + " needs a value");
            }
            return rest.remove();
        }

        private static int port(String text) {
            if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > HIGHEST_PORT) {
                throw new IllegalArgumentException(
                        "--port must be a number from 0 to " + HIGHEST_PORT + ", not '" + text + "'");
            }
            return Integer.parseInt(text);
        }

        private static Path folder(String text) {
            try {
                return Path.of(text);
            } catch (InvalidPathException e) {
                throw new IllegalArgumentException("--data must be a folder, not '" + text + "'", e);
            }
        }

        private IllegalArgumentException unknown(String argument) {
            String name = HelpTexts.name(command);
            return new IllegalArgumentException(
                    "'" + argument + "' is not an option of " + name + "; '" + name + " --help' lists them");
        }
    }
}
