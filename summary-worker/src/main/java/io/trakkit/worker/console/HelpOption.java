package io.trakkit.worker.console;

import picocli.CommandLine.Option;

/** {@code --help}, which every command has. */
final class HelpOption {

    @SuppressWarnings("unused") // picocli acts on it by itself.
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    private boolean help;
}
