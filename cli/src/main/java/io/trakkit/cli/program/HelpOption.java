package io.trakkit.cli.program;

import picocli.CommandLine.Option;

/** {@code --help}, a mixin of every command. */
public final class HelpOption {

    @SuppressWarnings("unused") // picocli acts on it.
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    private boolean help;
}
